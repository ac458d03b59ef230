import { z } from "zod";

/** Where a line came from; `system`: what the sidecar or this server says. Stored as the smallint given here; never renumber. */
export const LINE_STREAM = { stdout: 1, stderr: 2, system: 3 } as const;
export type LineStream = keyof typeof LINE_STREAM;

/** Stored as the smallint given here; never renumber. */
export const LINE_LEVEL = { trace: 1, debug: 2, info: 3, warn: 4, error: 5, fatal: 6 } as const;
export type LineLevel = keyof typeof LINE_LEVEL;

/** What is understood of a raw line, at intake and again when it is read. Born in normalise/lines.ts. */
export interface ParsedLine {
  /** ms since the epoch by the line's own clock; null when it tells none. */
  atMs: number | null;
  level: LineLevel | null;
  /** Without colours, level and time where the line is structured; else the raw line without colours. */
  message: string;
  logger: string | null;
  /** The LiveKit job and room that it belongs to. */
  jobId: string | null;
  roomId: string | null;
  roomName: string | null;
  /** AW_…: only the line that registers the worker tells it. */
  livekitWorkerId: string | null;
  /** Everything else that a structured line holds, nested objects as they are. A key that comes twice: the last one. */
  fields: Record<string, unknown>;
  /** Traceback or stack, where one is sent apart from the message. */
  exception: string | null;
}

/** One line on its way into the store. Born in lib/ingest-lines.ts. */
export interface NewLine {
  worker: string;
  seq: number | null;
  /** ms since the epoch; what it is by is decided at intake. */
  atMs: number;
  stream: LineStream;
  level: LineLevel | null;
  sessionId: string | null;
  raw: string;
  /** What was sent beside the text; null for most. */
  fields: Record<string, unknown> | null;
  /** For a notice: how many lines are missing in this place. */
  dropped: number | null;
  terms: LineTerms;
  /** What it tells of its job (`sessionId`); null when it names none. */
  job: LineJob | null;
  /** What it tells of its worker; null for most. */
  sign: WorkerSign | null;
}

/** Words and `field=value` to find a line by: distinct, in UTF-8, three zero bytes behind each. Born in lib/filter/terms.ts. */
export interface LineTerms {
  count: number;
  bytes: Uint8Array;
}

/** What a line tells of the job that it belongs to. Born in normalise/line-signs.ts. */
export interface LineJob {
  roomId: string | null;
  roomName: string | null;
  /** Null: the line only belongs to it. */
  state: "running" | "ended" | "failed" | null;
  /** Words of an error. */
  error: string | null;
}

/** What a line or an event tells of the worker that it is of. */
export interface WorkerSign {
  state: "running" | "draining" | "exited" | "crashed" | null;
  livekitId: string | null;
  exitCode: number | null;
  exitSignal: string | null;
}

/** A line that was sent and is not kept, because there are too many: `notice` stands in its place, once for all that share it. */
export interface MissingLine {
  worker: string;
  seq: number | null;
  notice: MissingNotice;
}

/** Born in lib/ingest-lines.ts; lib/store/lines.ts counts what it stands for. */
export interface MissingNotice {
  /** Of the first line that is missing. */
  atMs: number;
  /** Why, in words that follow a count of lines. */
  reason: string;
  terms: LineTerms;
}

/** One line as it lies in the store, of which `Line` is made. */
export interface StoredLine {
  id: bigint;
  at: Date;
  receivedAt: Date;
  worker: string;
  agent: string;
  deployment: string | null;
  host: string | null;
  seq: bigint | null;
  stream: LineStream;
  level: LineLevel | null;
  sessionId: string | null;
  raw: string;
  fields: Record<string, unknown> | null;
  dropped: number | null;
}

/** One line of an answer. */
export const Line = z.object({
  id: z.string(),
  at: z.string(),
  receivedAt: z.string(),
  agent: z.string(),
  deployment: z.string().nullable(),
  /** Its id; `/workers/:id` knows more. */
  worker: z.string(),
  host: z.string().nullable(),
  stream: z.enum(["stdout", "stderr", "system"]),
  level: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]).nullable(),
  message: z.string(),
  /** As it was printed, colours too. A traceback that was joined holds line breaks. */
  raw: z.string(),
  logger: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()),
  exception: z.string().nullable(),
  /** The job that it belongs to, which may have a session. */
  sessionId: z.string().nullable(),
  seq: z.number().nullable(),
  /** For notices: how many lines are missing in this place. */
  dropped: z.number().optional(),
});
export type Line = z.infer<typeof Line>;

const text = z
  .string()
  .max(4000)
  .refine((value) => !value.includes("\0"), "must not hold a zero byte");
const instant = z.iso.datetime({ offset: true });

/** Which lines: all conditions together. `q` is in the language of lib/filter. */
export const LineFilter = z.object({
  q: text.default(""),
  from: instant.optional(),
  to: instant.optional(),
});
export type LineFilter = z.infer<typeof LineFilter>;

/** Parameters of `GET /api/v1/lines`. */
export const LinesQuery = LineFilter.extend({
  cursor: z.string().max(200).optional(),
  order: z.enum(["asc", "desc"]).default("desc"),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export type LinesQuery = z.infer<typeof LinesQuery>;

/** Answer of `GET /api/v1/lines`. `nextCursor` goes on in the same order; null: there is no more. */
export const LinesAnswer = z.object({
  lines: z.array(Line),
  nextCursor: z.string().nullable(),
  /** In words: what is missing or was cut short. */
  notice: z.string().optional(),
});
export type LinesAnswer = z.infer<typeof LinesAnswer>;

/** Parameters of `GET /api/v1/lines/context`: what the same worker, or all, printed around a line. */
export const LineContextQuery = z.object({
  id: z.string().regex(/^\d{1,19}$/, "must be a line's id"),
  at: instant,
  aroundMs: z.coerce.number().int().min(0).max(3_600_000).default(30_000),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  worker: text.optional(),
});
export type LineContextQuery = z.infer<typeof LineContextQuery>;

/** Parameters of `GET /api/v1/lines/histogram`. */
export const LineHistogramQuery = LineFilter.extend({ buckets: z.coerce.number().int().min(1).max(500).default(60) });
export type LineHistogramQuery = z.infer<typeof LineHistogramQuery>;

/** Answer of it. `counts` by level in the order none, trace, debug, info, warn, error, fatal. */
export const LineHistogram = z.object({
  from: z.string(),
  to: z.string(),
  bucketMs: z.number(),
  buckets: z.array(z.object({ at: z.string(), counts: z.array(z.number()), dropped: z.number() })),
  /** False when counting took too long: buckets before `countedFrom` were not counted. */
  isComplete: z.boolean(),
  countedFrom: z.string().nullable(),
});
export type LineHistogram = z.infer<typeof LineHistogram>;

/** Parameters of `GET /api/v1/lines/stream`: the newest `snapshot` lines first, then what comes. */
export const LineStreamQuery = z.object({
  q: text.default(""),
  cursor: z.string().max(200).optional(),
  snapshot: z.coerce.number().int().min(0).max(1000).default(200),
});
export type LineStreamQuery = z.infer<typeof LineStreamQuery>;

/** Events of the stream: `lines` and, when there are more than anybody can read, `notice`. */
export const LinesEvent = z.object({ lines: z.array(Line) });
export type LinesEvent = z.infer<typeof LinesEvent>;
export const LinesNotice = z.object({
  text: z.string(),
  /** How many lines were left out of the stream (they are stored). */
  leftOut: z.number(),
});
export type LinesNotice = z.infer<typeof LinesNotice>;

/** Parameters of `GET /api/v1/lines/download`. */
export const LineDownloadQuery = LineFilter.extend({
  format: z.enum(["text", "ndjson"]).default("text"),
  order: z.enum(["asc", "desc"]).default("asc"),
});
export type LineDownloadQuery = z.infer<typeof LineDownloadQuery>;

/** Answer of `POST /api/v1/runtime-lines`, after the commit. */
export const RuntimeLinesAnswer = z.object({
  accepted: z.number(),
  /** Stored before, by worker and sequence number. */
  doubled: z.number(),
  /** Over the limit of lines a second: a notice stands in their place. */
  dropped: z.number(),
  rejected: z.array(z.object({ index: z.number(), reason: z.string() })),
});
export type RuntimeLinesAnswer = z.infer<typeof RuntimeLinesAnswer>;
