"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { RequestError } from "@/components/ui/fetch-json";
import { type Peaks, readPeaks } from "@/lib/view/peaks";
import { withAccess } from "./session-url";

/** Where the peaks lie at a resolution; `url` is the recording's `peaksUrl`. */
export function peaksUrl(url: string, access: string, buckets: number): string {
  return withAccess(url, access, { buckets: String(buckets) });
}

interface PeaksWish {
  isWanted?: boolean;
  /** What the page brought along at this resolution: then nothing is fetched. */
  brought?: () => Peaks;
}

/** The recording's peaks from the server at a resolution; while a finer one loads, the coarser one stays. */
export function usePeaks(url: string, access: string, buckets: number, { isWanted = true, brought }: PeaksWish = {}) {
  return useQuery({
    queryKey: ["peaks", url, access, buckets] as const,
    queryFn: async ({ signal }): Promise<Peaks> => {
      const response = await fetch(peaksUrl(url, access, buckets), { signal });
      if (!response.ok) throw new RequestError(response.status, "unknown", "The waveform could not be loaded.");
      return readPeaks(await response.arrayBuffer());
    },
    enabled: isWanted,
    initialData: brought,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
