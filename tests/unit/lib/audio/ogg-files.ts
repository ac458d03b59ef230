const PAGE_HEADER_BYTES = 27;

/** The pages of an Ogg file, in order. Source: RFC 3533 §6 (page layout). */
export function pagesOf(file: Buffer): Buffer[] {
  const pages: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const segments = file.readUInt8(at + 26);
    let end = at + PAGE_HEADER_BYTES + segments;
    for (let index = 0; index < segments; index += 1) end += file.readUInt8(at + PAGE_HEADER_BYTES + index);
    pages.push(file.subarray(at, end));
    at = end;
  }
  return pages;
}

/** The file without the pages that end within a stretch of time (seconds); as if a disk or a network had lost them. */
export function withoutPages(file: Buffer, fromS: number, toS: number): Buffer {
  const [head, tags, ...sound] = pagesOf(file);
  if (!head || !tags) throw new Error("the file has no two header pages");
  const endS = (page: Buffer) => Number(page.readBigUInt64LE(6)) / 48_000;
  return Buffer.concat([head, tags, ...sound.filter((page) => endS(page) <= fromS || endS(page) > toS)]);
}
