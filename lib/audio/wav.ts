import { AudioError } from "./audio-error";
import { decodeSamples, type Samples } from "./decode";
import { SAMPLES_PER_SECOND } from "./ogg";

/** Which side of the call: the user is the left channel, the agent the right one; null is both. */
export type Side = "user" | "agent" | null;

const WAV_HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;
const FULL_SCALE = 32_767;
/** RIFF counts in 32 bits. */
const WAV_BYTES_MAX = 0xffff_ffff;
/** Smaller pieces than for peaks: this runs beside requests, and 16 KB are decoded in some milliseconds. */
const CHUNK_BYTES = 16_384;

/** What a WAV of a recording will be, known before any of it is decoded. */
export interface WavPlan {
  sizeBytes: number;
  sampleCount: number;
  /** Channels of the recording that go into the file, in order. */
  channels: number[];
}

/**
 * Size and layout of the WAV (16-bit PCM, 48 kHz) of a recording, so that a download can say its length beforehand.
 * Errors: AudioError when the file would pass 4 GiB, the limit of WAV, or the recording lacks the wanted side.
 * Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF WAVE).
 */
export function planWav(recording: { channelCount: number; sampleCount: number }, side: Side): WavPlan {
  const channels = channelsOf(recording.channelCount, side);
  const sizeBytes = WAV_HEADER_BYTES + recording.sampleCount * channels.length * SAMPLE_BYTES;
  if (sizeBytes > WAV_BYTES_MAX) {
    throw new AudioError("the recording is too long for one WAV file (4 GiB): take one side only, or the Ogg file");
  }
  return { sizeBytes, sampleCount: recording.sampleCount, channels };
}

/**
 * Streams a recording as WAV; exactly `plan.sizeBytes` come out (silence fills what a damaged end lacks). With `atSample`, `source`
 * is the recording from a later page on (its headers first), and the sound from that sample on comes out, without a header.
 * Errors: AudioError when the recording cannot be decoded.
 */
export async function* encodeWav(
  source: AsyncIterable<Uint8Array>,
  plan: WavPlan,
  atSample?: number,
): AsyncGenerator<Uint8Array> {
  if (atSample === undefined) yield wavHeader(plan);
  let left = plan.sampleCount - (atSample ?? 0);
  for await (const samples of decodeSamples(source, CHUNK_BYTES)) {
    const count = Math.min(left, samples.sampleCount);
    if (count > 0) yield interleave(samples, plan.channels, count);
    left -= count;
    if (left <= 0) return;
  }
  while (left > 0) {
    const count = Math.min(left, SAMPLES_PER_SECOND);
    yield new Uint8Array(count * plan.channels.length * SAMPLE_BYTES);
    left -= count;
  }
}

/** Which sample the byte at `start` of a WAV belongs to; negative within its header. */
export function wavSampleAt(plan: WavPlan, start: number): number {
  return Math.floor((start - WAV_HEADER_BYTES) / (plan.channels.length * SAMPLE_BYTES));
}

/** Where a sample stands in a WAV. Bytes. */
export function wavByteOf(plan: WavPlan, sample: number): number {
  return WAV_HEADER_BYTES + sample * plan.channels.length * SAMPLE_BYTES;
}

function channelsOf(channelCount: number, side: Side): number[] {
  if (side === "user") return [0];
  if (side === "agent") {
    if (channelCount < 2) throw new AudioError("the recording has one channel only: the agent has no side of its own");
    return [1];
  }
  return channelCount < 2 ? [0] : [0, 1];
}

function wavHeader(plan: WavPlan): Uint8Array {
  const frameBytes = plan.channels.length * SAMPLE_BYTES;
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(plan.sizeBytes - 8, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(plan.channels.length, 22);
  header.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  header.writeUInt32LE(SAMPLES_PER_SECOND * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(SAMPLE_BYTES * 8, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(plan.sizeBytes - WAV_HEADER_BYTES, 40);
  return header;
}

function interleave(samples: Samples, channels: number[], count: number): Uint8Array {
  const out = new Int16Array(count * channels.length);
  channels.forEach((channel, position) => {
    const from = samples.channels[channel];
    if (!from) return;
    for (let i = 0; i < count; i += 1) {
      const sample = Math.max(-1, Math.min(1, from[i] as number));
      out[i * channels.length + position] = Math.round(sample * FULL_SCALE);
    }
  });
  // WAV is little-endian, and so is every machine that Node runs this on (x64, arm64).
  return new Uint8Array(out.buffer);
}
