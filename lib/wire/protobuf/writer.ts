import { BYTES, VARINT } from "./reader";

/** A varint of a non-negative safe integer. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** A varint field; absent when 0, as proto3 has it. */
export function varintField(field: number, value: number): Uint8Array {
  return value === 0 ? new Uint8Array(0) : concatenated([varint((field << 3) | VARINT), varint(value)]);
}

/** A length-delimited field: a message, text or bytes. */
export function lengthDelimited(field: number, content: Uint8Array): Uint8Array {
  return concatenated([varint((field << 3) | BYTES), varint(content.length), content]);
}

/** A text field; absent when "". */
export function textField(field: number, text: string): Uint8Array {
  return text === "" ? new Uint8Array(0) : lengthDelimited(field, Buffer.from(text));
}

export function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(pieces);
}
