import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RangeReader } from "@/lib/audio/ogg";

const FIXTURES = fileURLToPath(new URL("../../../fixtures/", import.meta.url));

export function readFixture(path: string): Buffer {
  return readFileSync(FIXTURES + path);
}

/** The audio part of a recordings request: from the first Ogg page to the boundary behind it. */
export function audioOfRequest(path: string): Buffer {
  const body = readFixture(path);
  const boundary = body.subarray(0, body.indexOf("\r\n"));
  const start = body.indexOf("OggS");
  return body.subarray(start, body.indexOf(Buffer.concat([Buffer.from("\r\n"), boundary]), start));
}

export function rangesOf(bytes: Buffer): RangeReader {
  return async (start, endInclusive) => bytes.subarray(start, endInclusive + 1);
}

export async function* inChunks(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
}
