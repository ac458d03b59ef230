import { OggOpusDecoder } from "ogg-opus-decoder";
import { AudioError } from "./audio-error";
import { SAMPLES_PER_SECOND } from "./ogg";
import { type OggGap, OggGapFinder } from "./ogg-gaps";

/** A stretch of decoded sound: one array a channel, 48 kHz, −1 … 1. */
export interface Samples {
  channels: Float32Array[];
  sampleCount: number;
  /** Silence in the place of sound that the file lacks, so that what follows stands at its own time. */
  isMissing?: boolean;
}

/** Pieces given to the decoder: 64 KB are about 6 s of a LiveKit recording, 2 MB decoded. */
export const DECODE_CHUNK_BYTES = 65_536;
/** A stream of which the decoder refuses more than this many packets in a row is not played, it is noise. */
const ERRORS_MAX = 50;
const STREAM_START = Buffer.from("OpusHead", "latin1");

/**
 * Decodes an Ogg/Opus stream piece by piece; memory does not grow with its length. Where pages are missing, as many samples of
 * silence come, marked.
 * Units: 48,000 samples a second.
 * Errors: AudioError when the stream is not Ogg/Opus, is damaged beyond use, holds no sound, or is a chain of
 * several streams (the decoder loses packets where one ends; no recorder is known to write such files).
 * Source: ogg-opus-decoder 1.7.5.
 */
export async function* decodeSamples(
  source: AsyncIterable<Uint8Array>,
  chunkBytes: number = DECODE_CHUNK_BYTES,
): AsyncGenerator<Samples> {
  const decoder = new OggOpusDecoder({ forceStereo: false });
  const state = { channelCount: 0, errorCount: 0 };
  const finder = new OggGapFinder();
  const place = { sampleCount: 0, gapCount: 0 };
  try {
    await decoder.ready;
    for await (const bytes of piecesOf(refuseChains(source), chunkBytes)) {
      // First the finder: the decoder gives out nothing of a page that the finder has not seen.
      finder.take(bytes);
      const samples = await decodePiece(() => decoder.decode(bytes), state);
      if (samples) yield* fillGaps(samples, finder.gaps, place);
    }
    const rest = await decodePiece(() => decoder.flush(), state);
    if (rest) yield* fillGaps(rest, finder.gaps, place);
    if (state.channelCount === 0) throw new AudioError("the file holds no Opus sound that can be decoded");
  } finally {
    decoder.free();
  }
}

/** The samples with silence where a gap stands in them; `place`: what came out of the decoder so far. */
function* fillGaps(
  samples: Samples,
  gaps: readonly OggGap[],
  place: { sampleCount: number; gapCount: number },
): Generator<Samples> {
  let from = 0;
  for (let gap = gaps[place.gapCount]; gap !== undefined; gap = gaps[place.gapCount]) {
    const to = gap.afterSamples - place.sampleCount;
    if (to > samples.sampleCount) break;
    if (to > from) yield partOf(samples, from, to);
    yield* silence(samples.channels.length, gap.missingSamples);
    from = Math.max(from, to);
    place.gapCount += 1;
  }
  place.sampleCount += samples.sampleCount;
  if (from < samples.sampleCount) yield from === 0 ? samples : partOf(samples, from, samples.sampleCount);
}

function partOf({ channels }: Samples, from: number, to: number): Samples {
  return { channels: channels.map((channel) => channel.subarray(from, to)), sampleCount: to - from };
}

/** In pieces of a second: a gap may be long. */
function* silence(channelCount: number, sampleCount: number): Generator<Samples> {
  for (let left = sampleCount; left > 0; left -= SAMPLES_PER_SECOND) {
    const count = Math.min(left, SAMPLES_PER_SECOND);
    const channels = Array.from({ length: channelCount }, () => new Float32Array(count));
    yield { channels, sampleCount: count, isMissing: true };
  }
}

type Decoded = Awaited<ReturnType<OggOpusDecoder["flush"]>>;

async function decodePiece(
  decode: () => Decoded | Promise<Decoded>,
  state: { channelCount: number; errorCount: number },
): Promise<Samples | null> {
  const decoded = await attempt(decode);
  state.errorCount = decoded.samplesDecoded > 0 ? decoded.errors.length : state.errorCount + decoded.errors.length;
  if (state.errorCount > ERRORS_MAX) {
    throw new AudioError(`the Opus stream is damaged: ${decoded.errors[0]?.message ?? "packets cannot be decoded"}`);
  }
  if (decoded.samplesDecoded <= 0) return null;
  state.channelCount = decoded.channelData.length;
  return { channels: decoded.channelData, sampleCount: decoded.samplesDecoded };
}

async function attempt(decode: () => Decoded | Promise<Decoded>): Promise<Decoded> {
  try {
    return await decode();
  } catch (cause) {
    throw new AudioError(`the recording cannot be decoded: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** A second identification header begins a second stream (RFC 3533 §4); 8 bytes do not stand in payload by chance. */
async function* refuseChains(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  let overlap = Buffer.alloc(0);
  for await (const bytes of source) {
    const joined = Buffer.concat([overlap, bytes]);
    for (let at = joined.indexOf(STREAM_START); at >= 0; at = joined.indexOf(STREAM_START, at + 1)) seen += 1;
    if (seen > 1) throw new AudioError("the file is a chain of several Ogg streams, which is not supported");
    overlap = joined.subarray(-(STREAM_START.length - 1));
    yield bytes;
  }
}

async function* piecesOf(source: AsyncIterable<Uint8Array>, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      yield bytes.subarray(start, start + chunkBytes);
    }
  }
}
