import { AudioError } from "./audio-error";
import {
  asBuffer,
  CAPTURE_PATTERN,
  isPattern,
  NO_PACKET_ENDS,
  type OggPage,
  PAGE_HEADER_BYTES,
  packetSamples,
  pageAt,
} from "./ogg-pages";

/** Reads bytes `start` … `endInclusive` of the file. */
export type RangeReader = (start: number, endInclusive: number) => Promise<Uint8Array>;

/** What the first page of an Ogg/Opus file and its last granule position say. */
export interface OggFacts {
  channelCount: number;
  /** Samples a channel at 48 kHz, without the encoder's lead-in. */
  sampleCount: number;
}

/** Opus in Ogg counts at 48 kHz whatever the input was. Source: RFC 7845 §4. */
export const SAMPLES_PER_SECOND = 48_000;

/** A page is at most 27 + 255 + 255 × 255 bytes (RFC 3533 §6): twice that always holds a whole one. */
const TAIL_BYTES = 131_072;
/** Enough for both header pages and the first page with sound (14 KB in LiveKit's recordings). */
const HEAD_BYTES = 131_072;
const OPUS_HEAD = "OpusHead";

/**
 * How long a recording is, from its first page and its last one, without decoding.
 * Units: milliseconds out, fractional.
 * Errors: AudioError when the file is no single Ogg/Opus stream or holds no whole page with sound.
 * Source: RFC 7845 §4 (granule position, pre-skip) and §4.4 (streams whose first granule is not zero: Python's
 * recordings begin at 312).
 */
export async function oggDurationMs(readRange: RangeReader, sizeBytes: number): Promise<number> {
  const { sampleCount } = await readOggFacts(readRange, sizeBytes);
  return (sampleCount / SAMPLES_PER_SECOND) * 1000;
}

/**
 * Channels and samples of an Ogg/Opus file by reading its head and tail only.
 * Errors: AudioError as for `oggDurationMs`.
 */
export async function readOggFacts(readRange: RangeReader, sizeBytes: number): Promise<OggFacts> {
  const { serial, preSkip, channelCount, firstGranule } = await readOggHead(readRange, sizeBytes);
  const tailStart = Math.max(0, sizeBytes - TAIL_BYTES);
  const tail = asBuffer(await readRange(tailStart, sizeBytes - 1));
  const last = lastPage(tail);
  if (!last) throw new AudioError("no whole Ogg page at the end of the file: it is cut off or damaged");
  if (last.serial !== serial) {
    throw new AudioError("the file is a chain of several Ogg streams: only decoding can tell its length");
  }
  const sampleCount = Number(last.granule - firstGranule) - preSkip;
  if (sampleCount <= 0) throw new AudioError("the file holds Opus headers but no sound");
  return { channelCount, sampleCount };
}

/** What the first pages of an Ogg/Opus file say. */
export interface OggHead {
  serial: number;
  channelCount: number;
  /** Samples that a decoder drops in the beginning. */
  preSkip: number;
  /** The granule position before the first packet with sound. */
  firstGranule: bigint;
  /** Bytes of the header pages: the first page with sound begins there. */
  headBytes: number;
}

/** The head of an Ogg/Opus file. Errors: AudioError when it does not begin as one. */
export async function readOggHead(readRange: RangeReader, sizeBytes: number): Promise<OggHead> {
  if (sizeBytes < PAGE_HEADER_BYTES) throw new AudioError(`the file has only ${sizeBytes} bytes: no Ogg page fits`);
  const head = asBuffer(await readRange(0, Math.min(HEAD_BYTES, sizeBytes) - 1));
  return { ...readOpusHead(head), firstGranule: findFirstGranule(head), headBytes: headBytesOf(head) };
}

/** Two packets make the headers: identification and comment. Source: RFC 7845 §3. */
function headBytesOf(head: Buffer): number {
  let headersLeft = 2;
  let at = 0;
  for (let page = pageAt(head, 0); page && headersLeft > 0; page = pageAt(head, page.end)) {
    headersLeft -= page.packetStarts.length;
    at = page.end;
  }
  return at;
}

function readOpusHead(head: Buffer): { serial: number; preSkip: number; channelCount: number } {
  if (!head.subarray(0, 4).equals(CAPTURE_PATTERN)) throw new AudioError("the file does not begin with an Ogg page");
  const bodyStart = PAGE_HEADER_BYTES + (head[26] ?? 0);
  if (head.toString("latin1", bodyStart, bodyStart + 8) !== OPUS_HEAD || head.length < bodyStart + 12) {
    throw new AudioError("the first Ogg stream is not Opus");
  }
  return {
    serial: head.readUInt32LE(14),
    channelCount: head.readUInt8(bodyStart + 9),
    preSkip: head.readUInt16LE(bodyStart + 10),
  };
}

/**
 * The granule position before the first packet with sound: that of the first page on which one ends, less the samples
 * of the packets on it. 0 when that page is the only one (its end may be trimmed) or does not lie in the head.
 */
function findFirstGranule(head: Buffer): bigint {
  let headersLeft = 2;
  for (let page = pageAt(head, 0); page; page = pageAt(head, page.end)) {
    if (headersLeft > 0) {
      headersLeft -= page.packetStarts.length;
    } else if (page.granule !== NO_PACKET_ENDS) {
      const samples = page.packetStarts.reduce((sum, start) => sum + packetSamples(head, start), 0);
      const granule = page.granule - BigInt(samples);
      return page.isLast || granule < 0n ? 0n : granule;
    }
  }
  return 0n;
}

/** The last whole page on which a packet ends; payload may hold the pattern by chance, so the structure must fit too. */
function lastPage(tail: Buffer): OggPage | null {
  for (let at = tail.lastIndexOf(CAPTURE_PATTERN); at >= 0; ) {
    const page = pageAt(tail, at);
    if (page && page.granule !== NO_PACKET_ENDS && (page.end === tail.length || isPattern(tail, page.end))) return page;
    at = at === 0 ? -1 : tail.lastIndexOf(CAPTURE_PATTERN, at - 1);
  }
  return null;
}
