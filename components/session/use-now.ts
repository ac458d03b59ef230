"use client";
import { useEffect, useState } from "react";

const TICK_MS = 250;

/** The time now in Unix milliseconds; ticks while `isTicking`, so that what is still going on can grow. */
export function useNow(isTicking: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isTicking]);
  return nowMs;
}
