/** The whole page that stands at a place. Source: RFC 3533 §6. */
export interface OggPage {
  serial: number;
  granule: bigint;
  isLast: boolean;
  /** The first packet of this page began on the page before. */
  isContinued: boolean;
  /** Where each packet that ends on this page begins (or goes on). */
  packetStarts: number[];
  /** Where the packet begins that ends on a later page; null when there is none. */
  openStart: number | null;
  end: number;
}

/** The granule position of a page on which no packet ends. */
export const NO_PACKET_ENDS = 0xffff_ffff_ffff_ffffn;
export const PAGE_HEADER_BYTES = 27;
const CHECKSUM_AT = 22;
export const CAPTURE_PATTERN = Buffer.from("OggS", "latin1");

/** The whole page that begins at `at`, or null. Source: RFC 3533 §6. */
export function pageAt(bytes: Buffer, at: number): OggPage | null {
  if (at + PAGE_HEADER_BYTES > bytes.length || !isPattern(bytes, at) || bytes[at + 4] !== 0) return null;
  const tableEnd = at + PAGE_HEADER_BYTES + (bytes[at + 26] as number);
  if (tableEnd > bytes.length) return null;
  const packetStarts: number[] = [];
  let end = tableEnd;
  let packetStart = tableEnd;
  for (const segmentBytes of bytes.subarray(at + PAGE_HEADER_BYTES, tableEnd)) {
    end += segmentBytes;
    if (segmentBytes < 255) {
      packetStarts.push(packetStart);
      packetStart = end;
    }
  }
  if (end > bytes.length) return null;
  return {
    serial: bytes.readUInt32LE(at + 14),
    granule: bytes.readBigUInt64LE(at + 6),
    isLast: ((bytes[at + 5] as number) & 4) !== 0,
    isContinued: ((bytes[at + 5] as number) & 1) !== 0,
    packetStarts,
    openStart: packetStart < end ? packetStart : null,
    end,
  };
}

/** Whether a page's checksum fits its bytes. Source: RFC 3533 §6 (CRC-32 with generator 0x04c11db7, from zero, not reflected). */
export function isIntact(bytes: Buffer, at: number, { end }: OggPage): boolean {
  let crc = 0;
  for (let index = at; index < end; index += 1) {
    const isChecksum = index >= at + CHECKSUM_AT && index < at + CHECKSUM_AT + 4;
    crc ^= (isChecksum ? 0 : (bytes[index] as number)) << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc & 0x8000_0000 ? 0x04c1_1db7 : 0);
  }
  return crc >>> 0 === bytes.readUInt32LE(at + CHECKSUM_AT);
}

/** Whether a page's first bytes stand at `at`, as far as there are bytes. */
export function isPattern(bytes: Buffer, at: number): boolean {
  return bytes.subarray(at, at + 4).equals(CAPTURE_PATTERN.subarray(0, Math.max(1, Math.min(4, bytes.length - at))));
}

/** Samples at 48 kHz in one Opus packet. Source: RFC 6716 §3.1 (table 2) and §3.2. */
export function packetSamples(bytes: Buffer, start: number): number {
  const toc = bytes[start] as number;
  const config = toc >> 3;
  const frames = [1, 2, 2, (bytes[start + 1] as number) & 0x3f][toc & 3] as number;
  return frames * frameSamples(config);
}

function frameSamples(config: number): number {
  if (config < 12) return [480, 960, 1920, 2880][config & 3] as number;
  if (config < 16) return [480, 960][config & 1] as number;
  return [120, 240, 480, 960][config & 3] as number;
}

/** The bytes as a Buffer on the same memory. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
