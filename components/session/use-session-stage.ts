"use client";
import { useEffect, useMemo, useState } from "react";
import type { Timeline } from "@/lib/model/timeline";
import { findInRows, stepHit } from "@/lib/view/find";
import type { SessionLink } from "@/lib/view/link";
import { findMoments } from "@/lib/view/moments";
import type { Opening } from "@/lib/view/opening";
import { filterRows } from "@/lib/view/row-filters";
import { layOutRows, type Row, type RowKind } from "@/lib/view/rows";
import { nameSpeakers } from "@/lib/view/speakers";
import type { Door } from "./door";
import { HoverNeedle } from "./hover-needle";
import { SessionClock } from "./session-clock";
import { SideMixer } from "./side-mixer";
import type { Stage } from "./stage";
import { ZoomStore } from "./zoom-store";

/** What the tree holds. */
const SPANS: ReadonlySet<RowKind> = new Set(["span"]);

/** What is there of the session: all of its timeline, or its head and what stands for the rest. */
interface Known {
  timeline: Timeline;
  opening: Opening | null;
}

/** Builds the shared state of the screen from a timeline and the link that opened it. */
export function useSessionStage(door: Door, link: SessionLink, { timeline, opening }: Known): Stage {
  const rows = useMemo(() => layOutRows(timeline), [timeline]);
  const clock = useLinkedClock(link, rows, opening);
  const [hover] = useState(() => new HoverNeedle());
  const [zoom] = useState(() => new ZoomStore(link.window));
  const [mixer] = useState(() => new SideMixer());
  const [isTree, setTree] = useState(link.isTree);
  const [selectedId, setSelectedId] = useState(link.recordId);
  const isLive = timeline.session.status === "live";
  const [isFollowing, setFollowing] = useState(!isLive || (link.positionMs === null && link.recordId === null));
  const filters = useFilters(link);
  const kinds = isTree ? SPANS : filters.shown;
  const visibleRows = useMemo(() => filterRows(rows, kinds), [rows, kinds]);
  const found = useMemo(() => findInRows(rows, kinds, filters.find), [rows, kinds, filters.find]);
  const hitIds = useMemo(() => new Set(found.hits.map((row) => row.id)), [found]);
  const moments = useMemo(() => findMoments(timeline), [timeline]);
  const speakers = useMemo(() => nameSpeakers(timeline), [timeline]);
  const select: Stage["select"] = (id, seek = "when-paused") => {
    setSelectedId(id);
    const row = rows.find((one) => one.id === id);
    const isWanted = seek === "always" || (seek === "when-paused" && !clock.getState().isPlaying);
    if (row && isLive) setFollowing(false);
    if (row && isWanted) clock.seek(row.atMs);
  };
  const stepFind: Stage["stepFind"] = (text, by) => {
    const { hits } = findInRows(rows, kinds, text);
    const hit = stepHit(hits, { selectedId, positionMs: clock.getPositionMs() }, by);
    if (hit) select(hit.id);
  };
  const moveTo = (positionMs: number) => {
    setFollowing(!isLive);
    clock.seek(positionMs);
  };
  return {
    ...door,
    ...{ timeline, opening, speakers, rows, visibleRows, moments, clock, hover, zoom, mixer },
    ...{ isTree, setTree, selectedId, select, found, hitIds, stepFind },
    ...filters,
    ...{ isFollowing, setFollowing, moveTo, isAtNow: isLive && isFollowing },
  };
}

function useFilters(link: SessionLink) {
  const [shown, setShown] = useState(link.shown);
  const [find, setFind] = useState(link.find);
  const toggleShown = (kind: RowKind) => {
    setShown((before) => {
      const after = new Set(before);
      if (!after.delete(kind)) after.add(kind);
      return after;
    });
  };
  return { shown, toggleShown, find, setFind };
}

/** A link's position counts; without one the selected record's, as soon as it is known and unless somebody plays; else the beginning. */
function useLinkedClock(link: SessionLink, rows: readonly Row[], opening: Opening | null): SessionClock {
  const [clock] = useState(() => {
    const made = new SessionClock();
    made.seek(link.positionMs ?? positionOf(rows, link.recordId) ?? 0);
    return made;
  });
  const [isAwaited, setAwaited] = useState(opening !== null && link.positionMs === null);
  useEffect(() => {
    if (!isAwaited || opening !== null) return;
    setAwaited(false);
    const positionMs = positionOf(rows, link.recordId);
    if (positionMs !== null && !clock.getState().isPlaying) clock.seek(positionMs);
  }, [isAwaited, opening, rows, link, clock]);
  return clock;
}

function positionOf(rows: readonly Row[], recordId: string | null): number | null {
  return recordId === null ? null : (rows.find(({ id }) => id === recordId)?.atMs ?? null);
}
