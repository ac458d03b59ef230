import { SAMPLES_PER_SECOND } from "./ogg";
import {
  asBuffer,
  CAPTURE_PATTERN,
  isIntact,
  NO_PACKET_ENDS,
  type OggPage,
  PAGE_HEADER_BYTES,
  packetSamples,
  pageAt,
} from "./ogg-pages";

/** Sound that is not in the file. Samples at 48 kHz. */
export interface OggGap {
  /** How many samples come out of the decoder before it. */
  afterSamples: number;
  /** How many are missing there, by the granule positions around it. */
  missingSamples: number;
}

/** A page is at most 27 + 255 + 255 × 255 bytes. Source: RFC 3533 §6. */
const PAGE_BYTES_MAX = 65_307;
/** Recorders round granule positions by a packet when they pause (20 ms); what is longer was lost. */
const GAP_SAMPLES_MIN = SAMPLES_PER_SECOND / 25;
/** No call misses more than six hours: positions beyond are broken, and silence in their place would fill the memory. */
const MISSING_SAMPLES_MAX = SAMPLES_PER_SECOND * 6 * 3600;

/**
 * Finds the sound that an Ogg/Opus file lacks, page by page while it passes: where the granule position moves on by more than the
 * packets in between hold, pages were lost or never written, and what is decoded after it would come too early.
 * Source: RFC 7845 §4 (granule position, pre-skip), §4.1 (gaps in the sound).
 */
export class OggGapFinder {
  readonly gaps: OggGap[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #headersLeft = 2;
  #isFirst = true;
  /** Negative until the lead-in is over, which no decoder gives out. */
  #samples = 0;
  #openSamples = 0;
  #missingSamples = 0;
  #granule: bigint | null = null;

  take(bytes: Uint8Array): void {
    const joined = this.#rest.length === 0 ? asBuffer(bytes) : Buffer.concat([this.#rest, bytes]);
    let at = joined.indexOf(CAPTURE_PATTERN);
    while (at >= 0) {
      const page = pageAt(joined, at);
      // Not whole yet; or no page at all, for payload may hold the pattern by chance.
      if (page === null && joined.length - at < PAGE_BYTES_MAX) break;
      if (page !== null) this.#takePage(joined, at, page);
      at = joined.indexOf(CAPTURE_PATTERN, page?.end ?? at + 1);
    }
    const restAt = at < 0 ? Math.max(0, joined.length - CAPTURE_PATTERN.length + 1) : at;
    this.#rest = Buffer.from(joined.subarray(restAt));
  }

  #takePage(bytes: Buffer, at: number, page: OggPage): void {
    if (this.#isFirst) this.#samples = -preSkipOf(bytes, at);
    this.#isFirst = false;
    if (this.#headersLeft > 0) {
      this.#headersLeft -= page.packetStarts.length;
      return;
    }
    const samples = this.#samplesOn(bytes, page);
    if (page.granule !== NO_PACKET_ENDS) {
      const jump = this.#granule === null ? 0 : Number(page.granule - this.#granule) - samples;
      const isLost = jump >= GAP_SAMPLES_MIN && this.#missingSamples + jump <= MISSING_SAMPLES_MAX;
      if (isLost && isIntact(bytes, at, page)) {
        this.gaps.push({ afterSamples: Math.max(0, this.#samples), missingSamples: jump });
        this.#missingSamples += jump;
      }
      this.#granule = page.granule;
    }
    this.#samples += samples;
  }

  /** Samples of the packets that end on a page; of one that began before, its beginning told. */
  #samplesOn(bytes: Buffer, page: OggPage): number {
    let samples = 0;
    for (const [index, start] of page.packetStarts.entries()) {
      samples += index === 0 && page.isContinued ? this.#openSamples : packetSamples(bytes, start);
    }
    // A packet that fills a whole page and more goes on as what it began as.
    const goesOn = page.isContinued && page.packetStarts.length === 0;
    if (!goesOn) this.#openSamples = page.openStart === null ? 0 : packetSamples(bytes, page.openStart);
    return samples;
  }
}

/** Source: RFC 7845 §5.1. */
function preSkipOf(bytes: Buffer, at: number): number {
  const bodyAt = at + PAGE_HEADER_BYTES + (bytes[at + PAGE_HEADER_BYTES - 1] as number);
  return bodyAt + 12 <= bytes.length ? bytes.readUInt16LE(bodyAt + 10) : 0;
}
