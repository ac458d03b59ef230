/**
 * Strings that telemetry repeats without end (attribute keys, ids of the job, model names) are made once and found again
 * by their bytes. A direct-mapped table: a collision overwrites, so memory stays bounded whatever senders put in.
 * 48 bytes cover every attribute key and id of the SDKs; longer strings are seldom equal.
 */
const SLOT_COUNT = 4096;
const INTERNED_BYTES_MAX = 48;
const slots: (string | undefined)[] = new Array(SLOT_COUNT).fill(undefined);

/**
 * The text of `bytes[start, end)`. Invalid UTF-8 becomes U+FFFD; U+0000 is kept, the store deals with it.
 * Errors: none; the caller has checked the bounds.
 */
export function textOf(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return "";
  if (length > INTERNED_BYTES_MAX) return bytes.toString("utf8", start, end);
  const slot = slotOf(bytes, start, length);
  const known = slots[slot];
  if (known !== undefined && isSame(known, bytes, start, length)) return known;
  const text = bytes.toString("utf8", start, end);
  slots[slot] = text;
  return text;
}

/** A hash of the length and five bytes spread over the text: keys differ in length or in one of these, and what collides is compared anyway. */
function slotOf(bytes: Buffer, start: number, length: number): number {
  let hash = length;
  hash = Math.imul(hash, 31) + (bytes[start] as number);
  hash = Math.imul(hash, 31) + (bytes[start + (length >> 2)] as number);
  hash = Math.imul(hash, 31) + (bytes[start + (length >> 1)] as number);
  hash = Math.imul(hash, 31) + (bytes[start + ((length * 3) >> 2)] as number);
  hash = Math.imul(hash, 31) + (bytes[start + length - 1] as number);
  return (hash ^ (hash >>> 12)) & (SLOT_COUNT - 1);
}

/** Only ASCII is found again: other text has fewer characters than bytes, or characters that no byte equals. */
function isSame(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index++) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
