/** One field of a message. `content` is a view into the message: what is written to it is written there. */
export interface Field {
  number: number;
  content: Buffer;
}

/** The fields of a message in order. Throws on bytes that are no message. Source: protobuf encoding guide. */
export function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const [start, end] = contentBounds(message, tag.end, Number(tag.value & 7n));
    if (end > message.length) throw new Error(`a field ends at byte ${end} of ${message.length}`);
    yield { number: Number(tag.value >> 3n), content: message.subarray(start, end) };
    at = end;
  }
}

/** A length-delimited field with its tag. */
export function lengthField(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
}

/** The number that begins at `start`, and the byte after it. */
export function readVarint(bytes: Buffer, start: number): { value: bigint; end: number } {
  let value = 0n;
  for (let at = start, bits = 0n; at < bytes.length; at++, bits += 7n) {
    const byte = bytes[at] ?? 0;
    value |= BigInt(byte & 127) << bits;
    if (byte < 128) return { value, end: at + 1 };
  }
  throw new Error(`a number without an end at byte ${start}`);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128);
  return Buffer.from([...bytes, left]);
}

function contentBounds(message: Buffer, start: number, wireType: number): [number, number] {
  if (wireType === 0) return [start, readVarint(message, start).end];
  if (wireType === 1) return [start, start + 8];
  if (wireType === 5) return [start, start + 4];
  if (wireType !== 2) throw new Error(`wire type ${wireType} at byte ${start}`);
  const length = readVarint(message, start);
  return [length.end, length.end + Number(length.value)];
}
