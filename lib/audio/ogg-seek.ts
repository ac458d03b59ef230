import { type OggHead, type RangeReader, readOggHead, SAMPLES_PER_SECOND } from "./ogg";
import { asBuffer, CAPTURE_PATTERN, isIntact, NO_PACKET_ENDS, type OggPage, pageAt } from "./ogg-pages";

/** Where to begin to read a recording so that a decoder, given its headers first, is in tune at the wanted sample. */
export interface OggPlace {
  /** The bytes before the first page with sound. */
  headBytes: number;
  /** A page's first byte. */
  offset: number;
  /** Which sample of the whole recording the decoder gives out first from there. */
  atSample: number;
}

/** Opus is in tune after 80 ms (RFC 7845 §4.6); after two seconds not even the last bit differs. */
const PRE_ROLL_SAMPLES = 2 * SAMPLES_PER_SECOND;
/** Holds at least one whole page wherever it begins: a page is at most 65,307 bytes (RFC 3533 §6). */
const WINDOW_BYTES = 131_072;

/**
 * Finds the last page from which decoding is in tune at `sample`, by halving the file: some ten reads of 128 KB for an hour. Null when
 * there is no such page and one has to begin at the beginning.
 * Errors: AudioError when the file is no Ogg/Opus stream.
 * Source: RFC 3533 §6, RFC 7845 §4 (granule position, pre-skip).
 */
export async function findOggPlace(
  readRange: RangeReader,
  sizeBytes: number,
  sample: number,
): Promise<OggPlace | null> {
  const head = await readOggHead(readRange, sizeBytes);
  const wanted = sample - PRE_ROLL_SAMPLES;
  let low = head.headBytes;
  let high = sizeBytes;
  while (high - low > WINDOW_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const [page] = await pagesFrom(readRange, middle, sizeBytes);
    if (page === undefined || outputOf(head, page.granule) > wanted) high = middle;
    else low = middle;
  }
  let place: OggPlace | null = null;
  let before: FoundPage | null = null;
  for (const page of await pagesFrom(readRange, low, sizeBytes)) {
    // A decoder drops the lead-in of what it is given, wherever that begins.
    const atSample = before === null ? 0 : outputOf(head, before.granule) + head.preSkip;
    if (before !== null && before.end === page.offset && !page.isContinued && atSample <= wanted) {
      place = { headBytes: head.headBytes, offset: page.offset, atSample };
    }
    before = page;
  }
  return place;
}

interface FoundPage extends OggPage {
  offset: number;
}

/** Which sample of the recording follows a granule position. */
function outputOf({ firstGranule, preSkip }: OggHead, granule: bigint): number {
  return Number(granule - firstGranule) - preSkip;
}

/** The whole pages on which a packet ends, of a window that begins anywhere; offsets are those of the file. */
async function pagesFrom(readRange: RangeReader, start: number, sizeBytes: number): Promise<FoundPage[]> {
  const end = Math.min(sizeBytes, start + 2 * WINDOW_BYTES);
  const bytes = asBuffer(await readRange(start, end - 1));
  const pages: FoundPage[] = [];
  let at = bytes.indexOf(CAPTURE_PATTERN);
  while (at >= 0) {
    const page = pageAt(bytes, at);
    const isPage = page !== null && (pages.at(-1)?.end === start + at || isIntact(bytes, at, page));
    if (isPage && page.granule !== NO_PACKET_ENDS) pages.push({ ...page, offset: start + at, end: start + page.end });
    at = bytes.indexOf(CAPTURE_PATTERN, isPage ? page.end : at + 1);
  }
  return pages;
}
