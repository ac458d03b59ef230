import { pagesOf } from "./ogg-files";

const END_OF_STREAM = 4;

/**
 * A longer Ogg/Opus file: the sound of `file` `times` times, the headers once. Each time takes `samplesEach` samples, which is
 * all of its packets: the file's own last page may cut some off.
 * Source: RFC 3533 §6 (page layout, checksum), RFC 7845 §4 (granule positions).
 */
export function repeatOgg(file: Buffer, times: number, samplesEach: number): Buffer {
  const [head, tags, ...sound] = pagesOf(file);
  if (!head || !tags) throw new Error("the file has no two header pages");
  const pages = [head, tags];
  for (let round = 0; round < times; round += 1) {
    for (const [index, original] of sound.entries()) {
      const page = Buffer.from(original);
      const isLast = index === sound.length - 1;
      const granule = isLast ? BigInt(samplesEach) : page.readBigUInt64LE(6);
      page.writeUInt8(isLast && round === times - 1 ? END_OF_STREAM : 0, 5);
      page.writeBigUInt64LE(granule + BigInt(round * samplesEach), 6);
      page.writeUInt32LE(pages.length, 18);
      page.writeUInt32LE(0, 22);
      page.writeUInt32LE(checksum(page), 22);
      pages.push(page);
    }
  }
  return Buffer.concat(pages);
}

/** CRC-32 with generator 0x04c11db7, from zero, not reflected. */
function checksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc & 0x8000_0000 ? 0x04c1_1db7 : 0);
  }
  return crc >>> 0;
}
