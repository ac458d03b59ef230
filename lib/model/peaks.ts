/**
 * A waveform, small enough for the browser: the lowest and highest sample of every bucket, one byte each.
 * Born in `audio/peaks.ts`, kept as a blob, thinned out by `query/peaks.ts`. Channel 0 is the user, channel 1 the agent.
 */
export interface Peaks {
  /** Buckets for one second of sound; fractional after thinning. */
  bucketsPerSecond: number;
  bucketCount: number;
  channelCount: number;
  /** Per bucket and channel [min, max], −127 … 127 for −1 … 1: [ch0min, ch0max, ch1min, ch1max] … */
  values: Int8Array;
}

/** Bytes before the values of a peaks file. */
export const PEAKS_HEADER_BYTES = 16;

/** The first four bytes of a peaks file: "EPK1". */
export const PEAKS_MAGIC = 0x314b5045;
