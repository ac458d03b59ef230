import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type Capture, inflatedBody, jobIdsOf } from "@/replay/captures";
import { type Freshness, makeFreshness } from "@/replay/freshness";
import { fieldsOf } from "@/replay/protobuf";
import { type PreparedRequest, rewriteMessage } from "@/replay/rewrite";
import { SHAPES } from "@/replay/rewrite-protobuf";
import { joinRecords, makeMould, type Sent } from "./mould";
import { repeatOgg } from "./repeat-ogg";

/** A session of an hour and more, to be sent in this order, and the id under which it can be opened. */
export interface HourSession {
  id: string;
  requests: PreparedRequest[];
  spanCount: number;
}

/** The capture's call lasts 93 s: that is one lap. */
const LAP_SECONDS = 94;
/** Spans of the session as a whole: there is one of each, in the last lap. */
const WHOLE = [
  "job_entrypoint",
  "agent_session",
  "session_close",
  "job_shutdown",
  "on_session_end",
  "session_end_upload",
  "judge_evaluation",
  "room_disconnect",
];
const SPANS_A_REQUEST = 500;
/** Names of log records that hold the final transcript, or the report: the transcript is to come from all the spans. */
const FINAL_LOGS = ["session report", "chat item", "chat_history", "evaluation"];

/** What a long call shall be: `minutes` long with its spans spread over it; without, as long as so many spans take. */
interface HourShape {
  spans: number;
  minutes?: number;
  /** It ended so long before now. */
  agoSeconds: number;
  hasAudio: boolean;
}

/**
 * One call made of the capture `python-clinic` again and again until it has its spans, with its logs and, when asked for, a
 * recording of the same length.
 */
export function castHour(how: HourShape): HourSession {
  const mould = makeMould();
  const { capture } = mould;
  const wholes = mould.traces.filter((sent) => WHOLE.includes(nameOf(sent)));
  const own = mould.traces.filter((sent) => !WHOLE.includes(nameOf(sent)));
  const logs = mould.logs.filter((sent) => !FINAL_LOGS.some((name) => textOf(sent).includes(name)));
  const lapsOfSpans = Math.max(1, Math.ceil((how.spans - wholes.length) / own.length));
  const laps = how.minutes === undefined ? lapsOfSpans : Math.ceil((how.minutes * 60) / LAP_SECONDS);
  const spansALap = how.minutes === undefined ? own.length : Math.ceil((how.spans - wholes.length) / laps);
  const last = laps - 1;
  const seed = randomUUID();
  const endShift = Math.round(Date.now() / 1000 - how.agoSeconds - capture.endSeconds);
  const freshOf = (lap: number) =>
    lapFreshness(capture, { seed, lap, wholes, shift: endShift - (last - lap) * LAP_SECONDS });
  const requests: PreparedRequest[] = [];
  for (let lap = 0; lap < laps; lap += 1) {
    const fresh = freshOf(lap);
    const left = how.spans - wholes.length - lap * spansALap;
    const spans = [...own.slice(0, Math.max(0, Math.min(left, spansALap))), ...(lap === last ? wholes : [])];
    for (let at = 0; at < spans.length; at += SPANS_A_REQUEST) {
      requests.push(toRequest("traces", spans.slice(at, at + SPANS_A_REQUEST), fresh));
    }
    requests.push(toRequest("logs", logs, fresh));
  }
  if (how.hasAudio) requests.push(castRecording(capture, laps, freshOf(0)));
  const [id] = jobIdsOf(capture);
  if (id === undefined) throw new Error("the capture names no job");
  return { id: freshOf(0).id(id), requests, spanCount: how.spans };
}

/** New span ids each lap, but one trace, one session, and the same spans above all laps. */
function lapFreshness(
  capture: Capture,
  how: { seed: string; lap: number; wholes: readonly Sent[]; shift: number },
): Freshness {
  const window: [number, number] = [capture.startSeconds, capture.endSeconds];
  const session = makeFreshness(how.seed, how.shift, window);
  const lap = makeFreshness(`${how.seed} ${how.lap}`, how.shift, window);
  const wholeIds = new Set(how.wholes.map(({ record }) => idOf(record)));
  return {
    ...session,
    renew: (bytes) => {
      const isShared = bytes.length > 8 || wholeIds.has(Buffer.from(bytes).toString("hex"));
      (isShared ? session : lap).renew(bytes);
    },
  };
}

function toRequest(signal: "traces" | "logs", records: Sent[], fresh: Freshness): PreparedRequest {
  const body = joinRecords(records);
  rewriteMessage(body, SHAPES[signal], fresh);
  return {
    offsetMs: 0,
    path: `/observability/${signal}/otlp/v0`,
    headers: { "content-type": "application/x-protobuf", "content-encoding": "gzip" },
    body: gzipSync(body),
  };
}

/** The capture's recording played again and again, under a header that says when the first lap began. */
function castRecording(capture: Capture, laps: number, fresh: Freshness): PreparedRequest {
  const sent = capture.requests.find((request) => request.path.includes("/recordings/"));
  if (!sent) throw new Error("the capture has no recording");
  const boundary = /boundary="?([^";]+)/.exec(sent.headers["content-type"] ?? "")?.[1] ?? "";
  const parts = splitParts(inflatedBody(sent), boundary);
  const [header, audio] = ["header", "audio"].map((name) => parts.find(({ head }) => head.includes(`name="${name}"`)));
  if (!header || !audio) throw new Error("the capture's recording has no header or no audio");
  rewriteMessage(header.content, SHAPES.recordingHeader, fresh);
  const part = (head: string, content: Buffer) => [
    Buffer.from(`--${boundary}${head}\r\n\r\n`),
    content,
    Buffer.from("\r\n"),
  ];
  const withoutLength = (head: string) => head.replace(/\r\nContent-Length: \d+/i, "");
  const body = Buffer.concat([
    ...part(header.head, header.content),
    ...part(withoutLength(audio.head), repeatOgg(audio.content, laps, LAP_SECONDS)),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const headers = { "content-type": sent.headers["content-type"] ?? "" };
  return { offsetMs: 0, path: sent.path, headers, body };
}

function splitParts(body: Buffer, boundary: string): { head: string; content: Buffer }[] {
  const mark = Buffer.from(`--${boundary}`);
  const parts: { head: string; content: Buffer }[] = [];
  for (let start = body.indexOf(mark); start !== -1; ) {
    const end = body.indexOf(mark, start + mark.length);
    if (end === -1) break;
    const part = body.subarray(start + mark.length, end);
    const gap = part.indexOf("\r\n\r\n");
    parts.push({ head: part.subarray(0, gap).toString("latin1"), content: part.subarray(gap + 4, -2) });
    start = end;
  }
  return parts;
}

/** Fields of a span: 2 its id, 5 its name. Source: opentelemetry-proto v1, trace.proto. */
function idOf(record: Buffer): string {
  return fieldOf(record, 2)?.toString("hex") ?? "";
}

function nameOf({ record }: Sent): string {
  return fieldOf(record, 5)?.toString("utf8") ?? "";
}

function textOf({ scope, record }: Sent): string {
  return `${scope.toString("latin1")} ${record.toString("latin1")}`;
}

function fieldOf(message: Buffer, number: number): Buffer | undefined {
  for (const field of fieldsOf(message)) if (field.number === number) return field.content;
  return undefined;
}
