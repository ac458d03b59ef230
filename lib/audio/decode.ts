import { OggOpusDecoder } from "ogg-opus-decoder";
import { AudioError } from "./audio-error";

/** A stretch of decoded sound: one array a channel, 48 kHz, −1 … 1. */
export interface Samples {
  channels: Float32Array[];
  sampleCount: number;
}

/** Pieces given to the decoder: 64 KB are about 6 s of a LiveKit recording, 2 MB decoded. */
export const DECODE_CHUNK_BYTES = 65_536;
/** A stream of which the decoder refuses more than this many packets in a row is not played, it is noise. */
const ERRORS_MAX = 50;
const STREAM_START = Buffer.from("OpusHead", "latin1");

/**
 * Decodes an Ogg/Opus stream piece by piece; memory does not grow with its length.
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
  try {
    await decoder.ready;
    for await (const bytes of piecesOf(refuseChains(source), chunkBytes)) {
      const samples = await decodePiece(() => decoder.decode(bytes), state);
      if (samples) yield samples;
    }
    const rest = await decodePiece(() => decoder.flush(), state);
    if (rest) yield rest;
    if (state.channelCount === 0) throw new AudioError("the file holds no Opus sound that can be decoded");
  } finally {
    decoder.free();
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
