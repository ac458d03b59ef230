import { REDACTION_FLAG } from "./content-names";
import type { EditedRequest, RecordEdits } from "./edit";
import { JsonEdit } from "./edit-json";
import { ProtobufEdit } from "./edit-protobuf";
import type { OtlpEncoding, OtlpSignal } from "./skim";

const FLAG = Buffer.from(REDACTION_FLAG);

/**
 * Leaves out of one session's export request what its project does not keep.
 * Units: `body` is the inflated request. Errors: AppError `invalid` when it is malformed.
 */
export function editRequest(
  signal: OtlpSignal,
  encoding: OtlpEncoding,
  body: Uint8Array,
  edits: RecordEdits,
): EditedRequest {
  const edit = encoding === "json" ? new JsonEdit(signal, edits) : new ProtobufEdit(signal, edits);
  const plain = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const edited = edit.request(plain);
  return { body: edited === plain ? body : edited, recordCount: edit.recordCount, dropped: edit.dropped };
}

/** Whether the request may hold records whose sender asks for redaction: a search for the attribute's name, 1 µs for 10 KB. */
export function mayAskForRedaction(body: Buffer): boolean {
  return body.includes(FLAG);
}
