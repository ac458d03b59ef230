import { BYTES, ProtobufReader, VARINT } from "./reader";
import { concatenated, lengthDelimited } from "./writer";

/** What becomes of a field: the content given is copied as it lies, other bytes take its place, null drops the field. */
export type FieldEdit = (field: number, content: Buffer) => Uint8Array | null;
/** For whole numbers: null keeps the field as it is; a length-delimited field may take its place. */
export type NumberEdit = (field: number, value: number | string) => { field: number; content: Uint8Array } | null;

/**
 * A message with its length-delimited fields as `edit` wants them; all others stay byte for byte. Answers the very same buffer
 * when nothing changed, so that whoever holds it knows. Lengths are written anew all the way up by nesting calls.
 * Errors: AppError `invalid` when the message is malformed.
 * Source: protobuf.dev, "Encoding".
 */
export function rewriteFields(message: Buffer, edit: FieldEdit, editNumber?: NumberEdit): Buffer {
  const reader = new ProtobufReader(message);
  const pieces: Uint8Array[] = [];
  let copiedTo = 0;
  const replace = (start: number, piece: Uint8Array | null) => {
    if (start > copiedTo) pieces.push(message.subarray(copiedTo, start));
    if (piece) pieces.push(piece);
    copiedTo = reader.position;
  };
  while (reader.hasMore()) {
    const start = reader.position;
    const tag = reader.tag();
    const valueStart = reader.position;
    reader.skip();
    if ((tag & 7) === BYTES) {
      const content = contentOf(message, valueStart, reader.position);
      const edited = edit(tag >>> 3, content);
      if (edited !== content) replace(start, edited && lengthDelimited(tag >>> 3, edited));
    } else if (editNumber && (tag & 7) === VARINT) {
      const other = editNumber(tag >>> 3, int64At(message, valueStart, reader.position));
      if (other) replace(start, lengthDelimited(other.field, other.content));
    }
  }
  if (copiedTo === 0) return message;
  replace(message.length, null);
  return Buffer.from(concatenated(pieces));
}

/** Without the length in front of it. */
function contentOf(message: Buffer, valueStart: number, end: number): Buffer {
  let start = valueStart;
  while ((message[start] as number) > 127) start += 1;
  return message.subarray(start + 1, end);
}

function int64At(message: Buffer, start: number, end: number): number | string {
  return new ProtobufReader(message.subarray(start, end)).int64();
}
