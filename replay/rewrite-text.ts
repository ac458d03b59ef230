import type { Freshness } from "./freshness";

/**
 * Ids that LiveKit makes: job, room, participant, worker, dispatch and event; a track's has two letters more. Their end is
 * found by length alone: inside of protobuf the next byte may look like a letter.
 */
const LIVEKIT_ID = /\b(?:(?:AJ|RM|PA|AW|AD|EV)_[A-Za-z0-9]{12}|TR_[A-Za-z0-9]{14})/g;
/** Ten digits that are seconds, or begin milli-, micro- or nanoseconds. What follows may be the next field's tag. */
const UNIX_TIME = /(?<![\d.])1\d{9}/g;
const JSON_TRACE_ID = /("(?:traceId|spanId|parentSpanId)"\s*:\s*")([0-9a-f]{16,32})(?=")/g;

/**
 * Rewrites ids and times that are written as text, in place: in JSON, and in the strings inside of protobuf (the bytes are
 * read as Latin-1, so that each stays one character).
 */
export function rewriteText(bytes: Buffer, fresh: Freshness): void {
  const text = bytes.toString("latin1");
  const rewritten = text
    .replace(LIVEKIT_ID, (id) => fresh.id(id))
    .replace(UNIX_TIME, (seconds) =>
      fresh.isCaptured(Number(seconds)) ? String(Number(seconds) + fresh.shiftSeconds) : seconds,
    )
    .replace(JSON_TRACE_ID, (_all, before: string, hex: string) => before + renewHex(hex, fresh));
  if (rewritten.length !== text.length) throw new Error("a rewritten text has another length");
  bytes.write(rewritten, "latin1");
}

function renewHex(hex: string, fresh: Freshness): string {
  const bytes = Buffer.from(hex, "hex");
  fresh.renew(bytes);
  return bytes.toString("hex");
}
