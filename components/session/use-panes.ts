"use client";
import { useEffect, useState } from "react";

type Panes = typeof import("./session-panes").SessionPanes;

/** A page that makes no pictures, as one behind others, gets its list all the same. */
const PICTURE_MS_MAX = 250;

/**
 * List and details: scripts of their own, for which the player does not wait, asked for as soon as it is alive. Null until they are
 * there, the timeline is, and waveform and lanes have been painted with it, which take half as long. Neither `Suspense` nor a deferred
 * value: React shows what they held back up to 300 ms later, or not while other things go on. Throws what kept the scripts away.
 */
export function usePanes(hasTimeline: boolean): Panes | null {
  const [panes, setPanes] = useState<Panes | null>(null);
  const [failure, setFailure] = useState<{ cause: unknown } | null>(null);
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    import("./session-panes").then(
      ({ SessionPanes }) => setPanes(() => SessionPanes),
      (cause: unknown) => setFailure({ cause }),
    );
  }, []);
  useEffect(() => (hasTimeline ? afterPicture(() => setPainted(true)) : undefined), [hasTimeline]);
  if (failure) throw failure.cause;
  return hasTimeline && isPainted ? panes : null;
}

/** Calls back when what was just drawn has been painted; answers how to call it off. A task set in a frame comes after its picture. */
function afterPicture(then: () => void): () => void {
  let timer = window.setTimeout(then, PICTURE_MS_MAX);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = window.setTimeout(then);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
