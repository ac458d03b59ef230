"use client";
import { useEffect, useReducer, useState } from "react";
import { LinesEvent, LinesNotice } from "@/lib/model/lines";
import { StreamClosed } from "@/lib/model/streams";
import { type LiveLines, NO_LIVE_LINES, withLeftOut, withLines, withPause } from "@/lib/view/live-lines";
import { linesUrl } from "./logs-url";

export type TailState = "off" | "connecting" | "open" | "waiting";

export interface Tail {
  state: TailState;
  live: LiveLines;
  /** The server's words when the right to follow has ended. */
  closed: string | null;
  /** The stream has begun: whatever was stored before can be asked for now without a gap between. */
  hasBegun: boolean;
  pause: () => void;
  resume: () => void;
}

type Action =
  | { kind: "clear" }
  | { kind: "lines"; event: LinesEvent }
  | { kind: "notice"; event: LinesNotice; nowMs: number }
  | { kind: "pause"; isPaused: boolean };

/** After a refusal (a proxy's 502, a restart) the browser gives up: then we begin anew where we were. */
const RETRY_MS = 2_000;

/**
 * What is printed from now on. The browser reconnects by itself with the last cursor, so nothing is missed and nothing comes
 * twice. With null nothing is followed, and what had come is let go of.
 */
export function useTail(asked: { project: string; q: string } | null): Tail {
  const [live, tell] = useReducer(reduce, NO_LIVE_LINES);
  const [state, setState] = useState<TailState>("off");
  const [begun, setBegun] = useState<string | null>(null);
  const [closed, setClosed] = useState<string | null>(null);
  const project = asked?.project ?? null;
  const q = asked?.q ?? "";
  useEffect(() => {
    if (project === null) return;
    const stop = follow(project, q, {
      onState: setState,
      onAction: tell,
      onBegin: () => setBegun(keyOf(project, q)),
      onClosed: setClosed,
    });
    return () => {
      stop();
      setState("off");
      setBegun(null);
      setClosed(null);
      tell({ kind: "clear" });
    };
  }, [project, q]);
  return {
    ...{ state: project === null ? "off" : state, live, closed },
    hasBegun: project !== null && begun === keyOf(project, q),
    pause: () => tell({ kind: "pause", isPaused: true }),
    resume: () => tell({ kind: "pause", isPaused: false }),
  };
}

function keyOf(project: string, q: string): string {
  return JSON.stringify([project, q]);
}

function reduce(live: LiveLines, action: Action): LiveLines {
  switch (action.kind) {
    case "clear":
      return NO_LIVE_LINES;
    case "lines":
      return withLines(live, action.event.lines);
    case "notice":
      return withLeftOut(live, action.event.leftOut, action.nowMs);
    case "pause":
      return withPause(live, action.isPaused);
    default:
      return action satisfies never;
  }
}

interface TailListener {
  onState: (state: TailState) => void;
  onAction: (action: Action) => void;
  onBegin: () => void;
  onClosed: (words: string) => void;
}

function follow(project: string, q: string, { onState, onAction, onBegin, onClosed }: TailListener): () => void {
  let cursor: string | null = null;
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    onState(cursor === null ? "connecting" : "waiting");
    const stream = new EventSource(linesUrl("/stream", { project, q, cursor, snapshot: 0 }));
    source = stream;
    stream.addEventListener("open", () => onState("open"));
    stream.addEventListener("error", () => {
      onState("waiting");
      // Stored lines can be read without the stream.
      onBegin();
      if (stream.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
    });
    stream.addEventListener("lines", (event) => {
      cursor = event.lastEventId;
      onBegin();
      onAction({ kind: "lines", event: LinesEvent.parse(JSON.parse(event.data)) });
    });
    stream.addEventListener("notice", (event) => {
      onAction({ kind: "notice", event: LinesNotice.parse(JSON.parse(event.data)), nowMs: Date.now() });
    });
    stream.addEventListener("closed", (event) => {
      const { code, message } = StreamClosed.parse(JSON.parse(event.data));
      // He may still read, and the browser asks anew.
      if (code === "conflict") return;
      stream.close();
      onState("off");
      onClosed(message);
    });
  };
  open();
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}
