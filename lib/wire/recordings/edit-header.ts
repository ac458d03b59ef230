import { rewriteFields } from "../protobuf/rewrite";

const TAGS = 5;
const ROOM_NAME = 6;
const SESSION_SUMMARY = 11;

/**
 * A recording's header with the texts in it edited: tags, the room's name and the summary of the session (JSON). Ids stay.
 * Errors: AppError `invalid` for malformed bytes. Source: livekit/protocol, livekit_metrics.proto, MetricsRecordingHeader.
 */
export function editRecordingHeader(header: Uint8Array, editText: (text: string) => string): Uint8Array {
  const text = (content: Buffer) => {
    const sent = content.toString("utf8");
    const edited = editText(sent);
    return edited === sent ? content : Buffer.from(edited);
  };
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  return rewriteFields(bytes, (field, content) => {
    if (field === TAGS) return rewriteFields(content, (_part, value) => text(value));
    return field === ROOM_NAME || field === SESSION_SUMMARY ? text(content) : content;
  });
}
