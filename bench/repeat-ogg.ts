/**
 * An Ogg/Opus file played again and again as one stream, without decoding: its audio pages are repeated with later
 * positions, numbers that go on, and new checksums. Source: RFC 3533 §6 (pages), RFC 7845 §4 (positions at 48 kHz).
 */
export function repeatOgg(ogg: Buffer, times: number, lapSeconds: number): Buffer {
  const pages = pagesOf(ogg);
  // Head and tags each begin a page; sound begins after them, with the first position above zero.
  const firstSound = pages.findIndex((page) => page.readBigUInt64LE(6) > 0n);
  const lapSamples = BigInt(lapSeconds * SAMPLES_PER_SECOND);
  const out = pages.slice(0, firstSound);
  for (let lap = 0; lap < times; lap += 1) {
    for (const [index, page] of pages.slice(firstSound).entries()) {
      const isEnd = lap === times - 1 && firstSound + index === pages.length - 1;
      const copy = Buffer.from(page);
      const position = copy.readBigUInt64LE(6);
      if (position !== NO_POSITION) copy.writeBigUInt64LE(position + lapSamples * BigInt(lap), 6);
      copy[5] = ((copy[5] ?? 0) & ~END) | (isEnd ? END : 0);
      copy.writeUInt32LE(out.length, 18);
      copy.writeUInt32LE(0, 22);
      copy.writeUInt32LE(checksum(copy), 22);
      out.push(copy);
    }
  }
  return Buffer.concat(out);
}

const SAMPLES_PER_SECOND = 48_000;
const END = 4;
/** A page on which no packet ends has no position. */
const NO_POSITION = 0xffff_ffff_ffff_ffffn;

function pagesOf(ogg: Buffer): Buffer[] {
  const pages: Buffer[] = [];
  for (let at = 0; at < ogg.length; ) {
    if (ogg.toString("latin1", at, at + 4) !== "OggS") throw new Error(`no Ogg page at byte ${at}`);
    const segments = ogg.readUInt8(at + 26);
    const table = ogg.subarray(at + 27, at + 27 + segments);
    const end = at + 27 + segments + table.reduce((sum, size) => sum + size, 0);
    pages.push(ogg.subarray(at, end));
    at = end;
  }
  return pages;
}

/** CRC-32 with polynomial 0x04c11db7, not reflected, starting at 0. */
const TABLE = Uint32Array.from({ length: 256 }, (_unused, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value >>> 0;
});

function checksum(page: Buffer): number {
  let value = 0;
  for (const byte of page) value = ((value << 8) ^ (TABLE[((value >>> 24) ^ byte) & 255] ?? 0)) >>> 0;
  return value;
}
