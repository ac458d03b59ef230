import { z } from "zod";
import { SessionId } from "./sessions";

/** Names what `journal/index.json` of a downloaded session is; another number is another layout. */
export const JOURNAL_FORMAT = "earshot-journal";
export const JOURNAL_VERSION = 1;
export const JOURNAL_INDEX = "journal/index.json";
export const AUDIO_FILE = "audio/recording.ogg";

const ENTRIES_MAX = 100_000;
const RECORDS_MAX = 10_000_000;

/** One entry of the journal: the file that holds its body, gzip, and what the journal knew about it. */
const JournalIndexEntry = z.object({
  file: z.string().regex(/^journal\/[A-Za-z0-9._-]{1,200}$/, "must be a file of the folder journal"),
  receivedAt: z.iso.datetime(),
  /** Orders entries of one millisecond. */
  seq: z.string().regex(/^\d{1,18}$/),
  signal: z.enum(["traces", "logs", "metrics", "recording", "webhook", "policy", "job"]),
  encoding: z.enum(["protobuf", "json"]),
  recordCount: z.number().int().min(0).max(RECORDS_MAX),
});
export type JournalIndexEntry = z.infer<typeof JournalIndexEntry>;

/** `journal/index.json` of a downloaded session, by which it is imported. Unknown keys of later versions are passed over. */
export const JournalIndex = z.object({
  format: z.literal(JOURNAL_FORMAT),
  version: z.literal(JOURNAL_VERSION),
  sessionId: SessionId,
  entries: z.array(JournalIndexEntry).min(1, "holds no entry").max(ENTRIES_MAX),
});
export type JournalIndex = z.infer<typeof JournalIndex>;

/** Answer of `POST /api/v1/sessions/import`: the session's id here, which is the original one unless that was taken. */
export const ImportAnswer = z.object({ sessionId: z.string() });
export type ImportAnswer = z.infer<typeof ImportAnswer>;
