"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { LineHistogram } from "@/lib/model/lines";
import { type LogsAddress, spanOf } from "@/lib/view/line-address";
import { linesUrl } from "./logs-url";

const BUCKETS = 90;
/** While lines come, the bars follow this often. */
const LIVE_POLL_MS = 5_000;

/** How many lines of which level fell into which part of the time. The last answer stays until the next one is here. */
export function useHistogram(project: string, address: LogsAddress, isEnabled: boolean) {
  const { q, range, from, to, isLive } = address;
  return useQuery({
    queryKey: ["lines-histogram", project, { q, range, from, to }],
    queryFn: ({ signal }) => {
      const span = spanOf(address, Date.now());
      const end = span.to ?? new Date().toISOString();
      const url = linesUrl("/histogram", { project, q, from: span.from, to: end, buckets: BUCKETS });
      return fetchJson(LineHistogram, url, { signal });
    },
    enabled: isEnabled,
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? LIVE_POLL_MS : false,
    // A histogram that could not be made leaves the list as it is.
    retry: 1,
  });
}
