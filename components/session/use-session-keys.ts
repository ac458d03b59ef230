"use client";
import { useEffect, useRef } from "react";
import { leadInMs, nextMoment, previousMoment } from "@/lib/view/moments";
import { type Side, soloSide } from "@/lib/view/sides";
import type { Stage } from "./stage";

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

const BIG_STEP_MS = 5000;
const SMALL_STEP_MS = 1000;
/** Where letters are text, and where arrows, or space and enter, already mean something. */
const TYPING = "input:not([type=range]),textarea,select,[contenteditable=true]";
const ARROWED = "input[type=range],[role=tab],[role=slider]";
const PRESSED = "button,a,[role=button],[role=tab]";

/** The screen's keys (SCREENS.md, Session). They sleep while the reader types and while a dialog or menu is open. */
export function useSessionKeys(stage: Stage, onHelp: () => void): void {
  const latest = useRef({ stage, onHelp });
  latest.current = { stage, onHelp };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      if (runKey(event, latest.current.stage, latest.current.onHelp)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function isTaken(event: KeyboardEvent): boolean {
  if (document.querySelector("[role=dialog],[role=menu],[role=listbox]")) return true;
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return false;
  if (target.closest(TYPING)) return true;
  if (event.key.startsWith("Arrow")) return target.closest(ARROWED) !== null;
  return event.key === " " && target.closest(PRESSED) !== null;
}

function isInList(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest("ul[aria-label=Timeline]") !== null;
}

/** Does what a key means; true when it meant something. */
function runKey(event: KeyboardEvent, stage: Stage, onHelp: () => void): boolean {
  const { clock } = stage;
  const stepMs = event.shiftKey ? SMALL_STEP_MS : BIG_STEP_MS;
  switch (event.key) {
    case " ":
      clock.toggle();
      return true;
    case "ArrowLeft":
      stage.moveTo(clock.getPositionMs() - stepMs);
      return true;
    case "ArrowRight":
      stage.moveTo(clock.getPositionMs() + stepMs);
      return true;
    case "ArrowUp":
    case "ArrowDown":
      if (!isInList(event)) return false;
      stepSelection(stage, event.key === "ArrowUp" ? -1 : 1);
      return true;
    case ",":
      stepSpeed(stage, -1);
      return true;
    case ".":
      stepSpeed(stage, 1);
      return true;
    case "n":
    case "N":
      jumpToMoment(stage, event.shiftKey ? -1 : 1);
      return true;
    case "1":
    case "2":
      return hearAlone(stage, event.key === "1" ? "user" : "agent");
    case "[":
      stepSelection(stage, -1);
      return true;
    case "]":
      stepSelection(stage, 1);
      return true;
    case "Escape":
      if (stage.selectedId === null) return false;
      stage.select(null, "never");
      return true;
    case "?":
      onHelp();
      return true;
    default:
      return false;
  }
}

function hearAlone({ mixer, clock }: Stage, side: Side): boolean {
  const audio = clock.getAudio();
  if (audio) mixer.hear(soloSide(mixer.getHeard(), side), audio);
  return audio !== null;
}

function stepSpeed({ clock }: Stage, by: 1 | -1): void {
  const at = SPEEDS.indexOf(clock.getState().rate);
  const next = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, (at === -1 ? SPEEDS.indexOf(1) : at) + by))];
  if (next !== undefined) clock.setRate(next);
}

/** Goes to the next (or the previous) interruption, error, slow turn or silence, and shows what stands there. */
export function jumpToMoment(stage: Stage, by: 1 | -1): void {
  const find = by === 1 ? nextMoment : previousMoment;
  const moment = find(stage.moments, stage.clock.getPositionMs());
  if (!moment) return;
  if (moment.recordId !== null) stage.select(moment.recordId, "never");
  stage.moveTo(leadInMs(moment));
}

/** Selects the row before or after the selected one among those that are shown; without one, the one that is now. */
export function stepSelection(stage: Stage, by: 1 | -1): void {
  const { visibleRows, selectedId, clock } = stage;
  const selected = visibleRows.findIndex((row) => row.id === selectedId);
  const begun = visibleRows.findLastIndex((row) => row.atMs <= clock.getPositionMs());
  const index = selected === -1 ? begun + (by === 1 ? 1 : 0) : selected + by;
  const row = visibleRows[Math.min(visibleRows.length - 1, Math.max(0, index))];
  if (row) stage.select(row.id);
}
