/** Loudness of a recording over time: per channel one value 0..1 a bucket, buckets spread evenly over the recording. */
export interface Peaks {
  channels: Float32Array[];
}

const HEADER_BYTES = 16;
const MAGIC = 0x314b5045; // "EPK1", little endian

/**
 * Reads the answer of `GET /sessions/:id/peaks`: "EPK1", uint32 buckets a second, uint32 buckets, uint16 channels,
 * uint16 0, then int8 min and max per channel per bucket, interleaved; little endian.
 * Errors: throws a plain Error when the bytes are no peaks (the server and we disagree: a bug, not a user's mistake).
 */
export function readPeaks(bytes: ArrayBuffer): Peaks {
  const view = new DataView(bytes);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) throw new Error("not a peaks file");
  const buckets = view.getUint32(8, true);
  const channelCount = view.getUint16(12, true);
  if (bytes.byteLength < HEADER_BYTES + buckets * channelCount * 2) throw new Error("peaks file is cut short");
  const values = new Int8Array(bytes, HEADER_BYTES);
  const channels = Array.from({ length: channelCount }, () => new Float32Array(buckets));
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    for (const [index, channel] of channels.entries()) {
      const at = (bucket * channelCount + index) * 2;
      channel[bucket] = Math.min(1, Math.max(Math.abs(values[at] ?? 0), Math.abs(values[at + 1] ?? 0)) / 127);
    }
  }
  return { channels };
}

/** The whole recording in small: enough for the widest screen. */
export const OVERVIEW_BUCKETS = 2000;
/** Resolutions to ask for, in buckets for the whole recording: the first paints at once, the last holds an hour of 20 ms. */
const BUCKETS = [OVERVIEW_BUCKETS, 16_000, 64_000, 180_000];
/** Pixels of a bar of the waveform: a finer resolution than one bucket a bar shows nothing more. */
const BAR_PX = 3;

/** How many buckets to ask for at a zoom, in few steps so that answers can be reused. `zoom`: whole length by length in view. */
export function chooseBuckets(widthPx: number, zoom: number): number {
  const wanted = (widthPx / BAR_PX) * zoom;
  return BUCKETS.find((step) => step >= wanted) ?? 180_000;
}

/** Loudness that fills a lane when nothing in the recording is louder: a silent line's hum must not look like speech. */
const FULL_HEIGHT_MIN = 0.25;

/** What of its lane the loudest moment takes: the two lanes must not touch. */
const FULL_HEIGHT = 0.92;

/**
 * Heights 0..1 of the bars, both channels on one scale: the loudest moment nearly fills its lane, and quiet speech is lifted so
 * that it can be seen (exponent 0.8, as in the design's pictures).
 */
export function toHeights(peaks: Peaks): Float32Array[] {
  let loudest = FULL_HEIGHT_MIN;
  for (const channel of peaks.channels) for (const value of channel) loudest = Math.max(loudest, value);
  return peaks.channels.map((channel) => channel.map((value) => FULL_HEIGHT * (value / loudest) ** 0.8));
}
