import { SECRET_CHARS_MAX } from "@/lib/wire/buildkit/cut-lines";
import type { SentLine } from "@/lib/wire/lines/sent-lines";
import type { TextEditor } from "./text-editor";

/** What is sent beside a line, as JSON; a Collector's attributes have some hundreds. UTF-16 units. */
const FIELDS_LENGTH_MAX = 64 * 1024;
/** What we add to the fields of a line that is not whole. */
const CUT = "earshot.cut_bytes";
const LEFT_OUT = "earshot.fields_left_out";

const ZERO_BYTE = "\0";
/** What stands for a character that cannot be stored. */
const REPLACEMENT = "\uFFFD";

/**
 * The line as it may be stored: cut where it is too long, without zero bytes (PostgreSQL holds none), and with what the project's rules
 * replace (`editor`; null: nothing). What was cut off is told in the fields. The very same line when nothing had to be changed.
 * Units: `bytesMax` in bytes of UTF-8.
 */
export function keepLine(sent: SentLine, editor: TextEditor | null, bytesMax: number): SentLine {
  // A little more than is kept is looked at: half of what a rule finds must not stay at the cut.
  const ahead = cutText(sent.raw, bytesMax + SECRET_CHARS_MAX);
  const whole = withoutZero(ahead.text);
  const cut = cutText(editor ? editor.edit(whole) : whole, bytesMax);
  const raw = cut.text;
  const cutBytes = ahead.bytes + cut.bytes;
  const given = cutBytes > 0 ? { ...sent.fields, [CUT]: cutBytes } : sent.fields;
  const fields = given && keepFields(given, editor);
  return raw === sent.raw && fields === sent.fields ? sent : { ...sent, raw, fields };
}

/** `bytes`: how many were cut off. Never within a character. */
function cutText(text: string, bytesMax: number): { text: string; bytes: number } {
  // One unit of UTF-16 becomes three bytes at most.
  if (text.length * 3 <= bytesMax) return { text, bytes: 0 };
  const whole = Buffer.from(text);
  if (whole.length <= bytesMax) return { text, bytes: 0 };
  let end = bytesMax;
  // Bytes 10xxxxxx go on with a character. Source: RFC 3629, section 3.
  while (end > 0 && ((whole[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return { text: whole.toString("utf8", 0, end), bytes: whole.length - end };
}

function keepFields(fields: Record<string, unknown>, editor: TextEditor | null): Record<string, unknown> {
  const json = JSON.stringify(fields);
  if (json.length > FIELDS_LENGTH_MAX) return keepFields(firstFields(fields), editor);
  const edited = editor ? editor.edit(json) : json;
  if (edited === json && !json.includes("\\u0000")) return fields;
  return JSON.parse(edited, (_key, value) => (typeof value === "string" ? withoutZero(value) : value));
}

/** As many as fit, in their order. */
function firstFields(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let length = 0;
  let leftOut = 0;
  for (const name in fields) {
    const own = name.length + (JSON.stringify(fields[name])?.length ?? 0) + NAME_AND_COUNT_LENGTH;
    if (length + own > FIELDS_LENGTH_MAX - LEFT_OUT.length - NAME_AND_COUNT_LENGTH) leftOut += 1;
    else {
      kept[name] = fields[name];
      length += own;
    }
  }
  return { ...kept, [LEFT_OUT]: leftOut };
}

/** Quotes, colon, comma, and names whose escapes are longer than they are. */
const NAME_AND_COUNT_LENGTH = 64;

function withoutZero(text: string): string {
  return text.includes(ZERO_BYTE) ? text.replaceAll(ZERO_BYTE, REPLACEMENT) : text;
}
