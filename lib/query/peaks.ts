import { packPeaks, unpackPeaks } from "@/lib/audio/peaks";
import { resamplePeaks } from "@/lib/audio/resample";
import { blobs } from "@/lib/blobs";
import { AppError } from "@/lib/errors";
import type { Peaks } from "@/lib/model/peaks";
import type { PeaksAnswer, PeaksQuery } from "@/lib/model/recordings";
import type { ProjectScope } from "@/lib/model/scope";
import { loadRecording } from "./recording";

/**
 * A recording's waveform in `buckets` buckets, all of it or a part. Units: positions on the recording's clock.
 * Errors: `not-found` when there is no recording, or its peaks are not made yet (`peaksUrl` of the timeline is null), or
 * the file cannot be read, with the reason.
 */
export async function loadPeaks(scope: ProjectScope, query: PeaksQuery): Promise<Peaks> {
  const recording = await loadRecording(scope, query.id);
  if (recording.peaksBlobKey === null) {
    const reason = recording.failure ?? "it is being read; ask again in some seconds";
    throw new AppError("not-found", `The recording of session ${query.id} has no waveform: ${reason}.`);
  }
  const peaks = unpackPeaks(await blobs().get(recording.peaksBlobKey));
  const lengthS = peaks.bucketCount / peaks.bucketsPerSecond;
  const range = { fromS: (query.fromMs ?? 0) / 1000, toS: query.toMs === undefined ? lengthS : query.toMs / 1000 };
  return resamplePeaks(peaks, query.buckets, range);
}

/** Peaks for browsers: the layout of a peaks file (see `audio/peaks.ts`), its buckets a second rounded. */
export function toPeaksBytes(peaks: Peaks): Uint8Array {
  return packPeaks(peaks);
}

/** Peaks for scripts: plain lists, one pair a channel. */
export function toPeaksAnswer(peaks: Peaks): PeaksAnswer {
  const edge = (offset: number) =>
    Array.from({ length: peaks.bucketCount }, (_, bucket) => {
      return peaks.values[bucket * peaks.channelCount * 2 + offset] as number;
    });
  const sides = ["user", "agent"] as const;
  return {
    bucketsPerSecond: peaks.bucketsPerSecond,
    bucketCount: peaks.bucketCount,
    channels: sides.slice(0, peaks.channelCount).map((side, channel) => {
      return { side, min: edge(channel * 2), max: edge(channel * 2 + 1) };
    }),
  };
}
