import { parseJson } from "../json";
import { BYTES, ProtobufReader, VARINT } from "../protobuf/reader";

/** The header of a recording upload, as sent. */
export interface SentRecordingHeader {
  /** Room SID `RM_…`; "" when absent. */
  roomId: string;
  /** `AJ_…`; null with SDKs before Python 1.6.6 and Node 1.6.1. */
  jobId: string | null;
  /** 0 when the sender left it out (Node always, Python 1.3.12–1.8.8), or said something that no call can last. */
  durationMs: number;
  /** Start of the audio; null when there is none (sent as epoch 0). */
  startNs: bigint | null;
  /** "" when absent; no SDK fills it so far. */
  roomName: string;
  tags: Record<string, string>;
  simulated: boolean;
  redactionEnabled: boolean;
  /** Parsed JSON, Python >= 1.8.9 only; null when absent, the text itself when it is not JSON. */
  sessionSummary: unknown;
}

const NS_PER_SECOND = 1_000_000_000n;
/** The year 9999, the last that a google.protobuf.Timestamp may say. Source: timestamp.proto. Unix seconds. */
const TIMESTAMP_SECONDS_MAX = 253_402_300_799n;
/** No call lasts a year: a longer duration is a mistake of the sender, and as good as none. */
const DURATION_MS_MAX = 366 * 86_400_000;

/**
 * Decodes a binary `livekit.MetricsRecordingHeader`.
 * Units: Unix nanoseconds; milliseconds for the duration.
 * Errors: AppError `invalid` with the byte offset for malformed bytes.
 * Source: livekit/protocol, livekit_metrics.proto; field 11 `session_summary` as of livekit-protocol 1.1.29.
 */
export function decodeRecordingHeader(bytes: Uint8Array): SentRecordingHeader {
  const reader = new ProtobufReader(bytes);
  const header: SentRecordingHeader = {
    roomId: "",
    jobId: null,
    durationMs: 0,
    startNs: null,
    roomName: "",
    tags: {},
    simulated: false,
    redactionEnabled: false,
    sessionSummary: null,
  };
  while (reader.hasMore()) readHeaderField(reader, reader.tag(), header);
  return header;
}

function readHeaderField(reader: ProtobufReader, tag: number, header: SentRecordingHeader): void {
  switch (tag) {
    case (1 << 3) | BYTES:
      header.roomId = reader.text();
      break;
    case (3 << 3) | VARINT:
      header.durationMs = plausibleDurationMs(Number(reader.int64()));
      break;
    case (4 << 3) | BYTES:
      header.startNs = readTimestamp(reader);
      break;
    case (5 << 3) | BYTES:
      readTagInto(reader, header.tags);
      break;
    case (6 << 3) | BYTES:
      header.roomName = reader.text();
      break;
    case (8 << 3) | BYTES:
      header.jobId = reader.text() || null;
      break;
    case (9 << 3) | VARINT:
      header.simulated = reader.varint32() !== 0;
      break;
    case (10 << 3) | VARINT:
      header.redactionEnabled = reader.varint32() !== 0;
      break;
    case (11 << 3) | BYTES:
      header.sessionSummary = parsedSummary(reader.text());
      break;
    default:
      reader.skip();
  }
}

function plausibleDurationMs(sentMs: number): number {
  return sentMs >= 0 && sentMs <= DURATION_MS_MAX ? sentMs : 0;
}

/** A google.protobuf.Timestamp; null at or before epoch 0, and where it says no time that the type may say. */
function readTimestamp(reader: ProtobufReader): bigint | null {
  const outerEnd = reader.enter();
  let seconds = 0n;
  let nanos = 0n;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | VARINT)) seconds = BigInt(reader.int64());
    else if (tag === ((2 << 3) | VARINT)) nanos = BigInt(reader.int64());
    else reader.skip();
  }
  reader.leave(outerEnd);
  if (seconds > TIMESTAMP_SECONDS_MAX || nanos < 0n || nanos >= NS_PER_SECOND) return null;
  const ns = seconds * NS_PER_SECOND + nanos;
  return ns > 0n ? ns : null;
}

function readTagInto(reader: ProtobufReader, tags: Record<string, string>): void {
  const outerEnd = reader.enter();
  let key = "";
  let value = "";
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | BYTES)) key = reader.text();
    else if (tag === ((2 << 3) | BYTES)) value = reader.text();
    else reader.skip();
  }
  reader.leave(outerEnd);
  if (key !== "__proto__") tags[key] = value;
}

function parsedSummary(text: string): unknown {
  if (text === "") return null;
  try {
    return parseJson(text);
  } catch {
    // The rest of the header is good; whoever reads the summary sees text instead of an object and leaves it.
    return text;
  }
}
