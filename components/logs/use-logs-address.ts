"use client";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { type LogsAddress, readLogsAddress, writeLogsAddress } from "@/lib/view/line-address";

/** Changes what is shown. `replace` for typing and for the open line, so that Back leaves the screen instead of undoing them. */
export type ChangeLogs = (part: Partial<LogsAddress>, how?: "push" | "replace") => void;

/** What the address says, and the way to change it. No page is asked of the server for that. */
export function useLogsAddress(): { address: LogsAddress; change: ChangeLogs } {
  const params = useSearchParams();
  return useMemo(() => ({ address: readLogsAddress(new URLSearchParams(params)), change }), [params]);
}

const change: ChangeLogs = (part, how = "push") => {
  const before = readLogsAddress(new URLSearchParams(window.location.search));
  const after = { ...before, ...part };
  // Where time has an end, nothing comes any more.
  if (part.isLive === undefined) after.isLive = after.to === null && before.isLive;
  const address = `${window.location.pathname}${writeLogsAddress(after)}`;
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
};
