"use client";
import { useEffect, useState } from "react";

/** The reader's clock in Unix ms, moving every `everyMs` while `isRunning`. */
export function useNow(isRunning: boolean, everyMs = 1000): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [isRunning, everyMs]);
  return nowMs;
}
