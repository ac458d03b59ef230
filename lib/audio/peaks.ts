import type { Peaks } from "@/lib/model/peaks";
import { PEAKS_HEADER_BYTES, PEAKS_MAGIC } from "@/lib/model/peaks";
import { AudioError } from "./audio-error";
import type { Samples } from "./decode";
import { SAMPLES_PER_SECOND } from "./ogg";

/** 20 ms a bucket, the length of an Opus packet of the recorders: finer than a pixel until one sees 30 s. */
const BUCKETS_PER_SECOND = 50;
const BUCKET_SAMPLES = SAMPLES_PER_SECOND / BUCKETS_PER_SECOND;
const FULL_SCALE = 127;

/** Keeps the lowest and highest sample of every 20 ms of decoded sound; memory: 0.7 MB for an hour of two channels. */
export class PeakMeter {
  readonly #channelCount: number;
  #sampleCount = 0;
  /** Grows by doubling. */
  #values: Int8Array;
  /** [min, max] a channel of the bucket being filled. */
  readonly #open: Float32Array;

  constructor(channelCount: number) {
    this.#channelCount = channelCount;
    this.#values = new Int8Array(BUCKETS_PER_SECOND * 60 * channelCount * 2);
    this.#open = new Float32Array(channelCount * 2);
    clear(this.#open);
  }

  take({ channels, sampleCount }: Samples): void {
    for (let at = 0; at < sampleCount; ) {
      const filled = this.#sampleCount % BUCKET_SAMPLES;
      const end = Math.min(sampleCount, at + BUCKET_SAMPLES - filled);
      for (let channel = 0; channel < this.#channelCount; channel += 1) {
        widen(this.#open, channel, channels[channel]?.subarray(at, end) ?? new Float32Array(0));
      }
      this.#sampleCount += end - at;
      at = end;
      if (this.#sampleCount % BUCKET_SAMPLES === 0) this.#closeBucket();
    }
  }

  finish(): Peaks {
    if (this.#sampleCount % BUCKET_SAMPLES !== 0) this.#closeBucket();
    const bucketCount = Math.ceil(this.#sampleCount / BUCKET_SAMPLES);
    return {
      bucketsPerSecond: BUCKETS_PER_SECOND,
      bucketCount,
      channelCount: this.#channelCount,
      values: this.#values.slice(0, bucketCount * this.#open.length),
    };
  }

  #closeBucket(): void {
    const open = this.#open;
    const start = (Math.ceil(this.#sampleCount / BUCKET_SAMPLES) - 1) * open.length;
    if (start + open.length > this.#values.length) {
      const grown = new Int8Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    for (let i = 0; i < open.length; i += 1) this.#values[start + i] = toByte(open[i] as number);
    clear(open);
  }
}

/**
 * Peaks as a file: "EPK1", uint32 buckets a second, uint32 buckets, uint16 channels, uint16 zero (all little-endian),
 * then the int8 values.
 */
export function packPeaks(peaks: Peaks): Uint8Array {
  const bytes = new Uint8Array(PEAKS_HEADER_BYTES + peaks.values.length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, PEAKS_MAGIC, true);
  header.setUint32(4, Math.round(peaks.bucketsPerSecond), true);
  header.setUint32(8, peaks.bucketCount, true);
  header.setUint16(12, peaks.channelCount, true);
  bytes.set(new Uint8Array(peaks.values.buffer, peaks.values.byteOffset, peaks.values.length), PEAKS_HEADER_BYTES);
  return bytes;
}

/**
 * The opposite of `packPeaks`; the values are a view of the given bytes.
 * Errors: AudioError when the bytes are no peaks file or are cut off.
 */
export function unpackPeaks(bytes: Uint8Array): Peaks {
  if (bytes.length < PEAKS_HEADER_BYTES) throw new AudioError("the peaks file is shorter than its header");
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.getUint32(0, true) !== PEAKS_MAGIC) throw new AudioError("the peaks file does not begin with EPK1");
  const bucketCount = header.getUint32(8, true);
  const channelCount = header.getUint16(12, true);
  const valueCount = bucketCount * channelCount * 2;
  if (bytes.length < PEAKS_HEADER_BYTES + valueCount) throw new AudioError("the peaks file is cut off");
  const values = new Int8Array(bytes.buffer, bytes.byteOffset + PEAKS_HEADER_BYTES, valueCount);
  return { bucketsPerSecond: header.getUint32(4, true), bucketCount, channelCount, values };
}

function widen(open: Float32Array, channel: number, samples: Float32Array): void {
  let low = open[channel * 2] as number;
  let high = open[channel * 2 + 1] as number;
  for (let i = 0; i < samples.length; i += 1) {
    const sample = samples[i] as number;
    if (sample < low) low = sample;
    if (sample > high) high = sample;
  }
  open[channel * 2] = low;
  open[channel * 2 + 1] = high;
}

function clear(open: Float32Array): void {
  for (let i = 0; i < open.length; i += 2) {
    open[i] = Number.POSITIVE_INFINITY;
    open[i + 1] = Number.NEGATIVE_INFINITY;
  }
}

/** Opus may overshoot ±1; a bucket without samples (cannot happen in a whole stream) is silence. */
function toByte(sample: number): number {
  if (!Number.isFinite(sample)) return 0;
  return Math.max(-FULL_SCALE, Math.min(FULL_SCALE, Math.round(sample * FULL_SCALE)));
}
