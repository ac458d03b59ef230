import { ByteTable } from "./byte-table";

/** 48 bytes cover every attribute key and id of the SDKs; longer strings are seldom equal. */
const texts = new ByteTable<string>(4096, 48);

/**
 * The text of `bytes[start, end)`; `view` is of the same bytes. Invalid UTF-8 becomes U+FFFD; U+0000 is kept, the store deals with it.
 * Errors: none; the caller has checked the bounds.
 */
export function textOf(bytes: Buffer, view: DataView, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return "";
  const known = texts.find(view, start, length);
  if (known !== undefined) return known;
  const text = bytes.toString("utf8", start, end);
  texts.keep(view, start, length, text);
  return text;
}
