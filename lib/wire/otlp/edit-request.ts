import { lengthDelimited, textField, varintField } from "../protobuf/writer";
import { REDACTION_FLAG, REDACTION_OPTION } from "./content-names";
import type { EditedRequest, RecordEdits } from "./edit";
import { JsonEdit } from "./edit-json";
import { ProtobufEdit } from "./edit-protobuf";
import type { OtlpEncoding, OtlpSignal } from "./skim";

/** Stands in each of the others: one search for nearly all requests. */
const COMMON = Buffer.from(REDACTION_OPTION);
const FLAG = Buffer.from(REDACTION_FLAG);
/**
 * `redaction = true` among the options in the session's report, which comes with all chat items: as protobuf, and as Node's logger
 * writes JSON. Source: PROTOCOL §1.2, §5.2 (captures python-redaction, node-clinic).
 */
const OPTIONS = [
  Buffer.concat([textField(1, REDACTION_OPTION), lengthDelimited(2, varintField(2, 1))]),
  Buffer.from(`"${REDACTION_OPTION}","value":{"boolValue":true}`),
];

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
  const plain = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const isAsked = edits.dropsWords === "if-asked" && signal === "logs" && asksByOption(plain);
  const dropsWords = isAsked ? "always" : edits.dropsWords;
  const edit =
    encoding === "json"
      ? new JsonEdit(signal, { ...edits, dropsWords })
      : new ProtobufEdit(signal, { ...edits, dropsWords });
  const edited = edit.request(plain);
  if (isAsked) edit.dropped.asked += 1;
  return { body: edited === plain ? body : edited, recordCount: edit.recordCount, dropped: edit.dropped };
}

/** Whether a request of logs may hold records whose sender asks for redaction: a search for a word, 2 µs for 3 KB. */
export function mayAskForRedaction(body: Buffer): boolean {
  return body.includes(COMMON) && (body.includes(FLAG) || asksByOption(body));
}

function asksByOption(body: Buffer): boolean {
  return OPTIONS.some((option) => body.includes(option));
}
