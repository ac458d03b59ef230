import { inflateRawSync } from "node:zlib";
import { ZipFile } from "yazl";

/** The files of a zip by its central directory (PKWARE APPNOTE 4.3.12), sizes below 4 GiB. */
export function filesOfZip(zip: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameBytes = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const name = zip.toString("utf8", at + 46, at + 46 + nameBytes);
    found.set(name, zip.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content));
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return found;
}

/** A zip of these files in their order, as yazl packs it (it refuses bad names: change them in the bytes afterwards). */
export async function zipOf(files: Iterable<[name: string, content: Buffer | string]>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of files) {
    // yazl packs all at once: of thousands of files that would be gigabytes.
    const isPacked = content.length === 0 || name.endsWith(".gz") || name.endsWith(".ogg");
    zip.addBuffer(Buffer.from(content), name, { compress: !isPacked, mtime: new Date("2026-01-01T00:00:00Z") });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The same bytes with another name of the same length, in the directory and before the file. */
export function renamed(zip: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error("names of one length only");
  const changed = Buffer.from(zip);
  for (let at = changed.indexOf(from); at >= 0; at = changed.indexOf(from, at + 1)) changed.write(to, at);
  return changed;
}
