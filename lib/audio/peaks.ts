import type { Peaks } from "@/lib/model/peaks";
import { PEAKS_HEADER_BYTES, PEAKS_MAGIC } from "@/lib/model/peaks";
import { AudioError } from "./audio-error";
import { decodeSamples, type Samples } from "./decode";
import { SAMPLES_PER_SECOND } from "./ogg";

/** 20 ms a bucket, the length of an Opus packet of the recorders: finer than a pixel until one sees 30 s. */
const BUCKETS_PER_SECOND = 50;
const BUCKET_SAMPLES = SAMPLES_PER_SECOND / BUCKETS_PER_SECOND;
/** LiveKit records user and agent; more channels have no lane to be drawn in. */
const CHANNELS_MAX = 2;
const FULL_SCALE = 127;

/**
 * Reads a recording once and keeps the lowest and highest sample of every 20 ms; memory is flat (some MB an hour).
 * Run it off the thread that serves requests: ten minutes of stereo take more than a second.
 * Units: `durationMs` is what was decoded, better than any declared length.
 * Errors: AudioError when the file is not Ogg/Opus, damaged or silent of any packet.
 */
export async function decodePeaks(source: AsyncIterable<Uint8Array>): Promise<{ peaks: Peaks; durationMs: number }> {
  let gathering: Gathering | null = null;
  for await (const samples of decodeSamples(source)) {
    gathering ??= startGathering(Math.min(CHANNELS_MAX, samples.channels.length));
    gather(gathering, samples);
  }
  if (!gathering) throw new AudioError("the file holds no sound");
  return {
    peaks: {
      bucketsPerSecond: BUCKETS_PER_SECOND,
      bucketCount: Math.ceil(gathering.sampleCount / BUCKET_SAMPLES),
      channelCount: gathering.channelCount,
      values: finish(gathering),
    },
    durationMs: (gathering.sampleCount / SAMPLES_PER_SECOND) * 1000,
  };
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

interface Gathering {
  channelCount: number;
  sampleCount: number;
  /** Grows by doubling. */
  values: Int8Array;
  /** [min, max] a channel of the bucket being filled. */
  open: Float32Array;
}

function startGathering(channelCount: number): Gathering {
  const gathering = {
    channelCount,
    sampleCount: 0,
    values: new Int8Array(BUCKETS_PER_SECOND * 60 * channelCount * 2),
    open: new Float32Array(channelCount * 2),
  };
  clearOpen(gathering);
  return gathering;
}

function gather(gathering: Gathering, { channels, sampleCount }: Samples): void {
  let at = 0;
  while (at < sampleCount) {
    const filled = gathering.sampleCount % BUCKET_SAMPLES;
    const end = Math.min(sampleCount, at + BUCKET_SAMPLES - filled);
    for (let channel = 0; channel < gathering.channelCount; channel += 1) {
      widen(gathering.open, channel, channels[channel]?.subarray(at, end) ?? new Float32Array(0));
    }
    gathering.sampleCount += end - at;
    at = end;
    if (gathering.sampleCount % BUCKET_SAMPLES === 0) closeBucket(gathering);
  }
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

function closeBucket(gathering: Gathering): void {
  const start = (Math.ceil(gathering.sampleCount / BUCKET_SAMPLES) - 1) * gathering.open.length;
  if (start + gathering.open.length > gathering.values.length) {
    const grown = new Int8Array(gathering.values.length * 2);
    grown.set(gathering.values);
    gathering.values = grown;
  }
  for (let i = 0; i < gathering.open.length; i += 1) gathering.values[start + i] = toByte(gathering.open[i] as number);
  clearOpen(gathering);
}

function finish(gathering: Gathering): Int8Array {
  if (gathering.sampleCount % BUCKET_SAMPLES !== 0) closeBucket(gathering);
  const bucketCount = Math.ceil(gathering.sampleCount / BUCKET_SAMPLES);
  return gathering.values.slice(0, bucketCount * gathering.open.length);
}

function clearOpen(gathering: Gathering): void {
  for (let i = 0; i < gathering.open.length; i += 2) {
    gathering.open[i] = Number.POSITIVE_INFINITY;
    gathering.open[i + 1] = Number.NEGATIVE_INFINITY;
  }
}

/** Opus may overshoot ±1; a bucket without samples (cannot happen in a whole stream) is silence. */
function toByte(sample: number): number {
  if (!Number.isFinite(sample)) return 0;
  return Math.max(-FULL_SCALE, Math.min(FULL_SCALE, Math.round(sample * FULL_SCALE)));
}
