import type { z } from "zod";
import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import {
  JOURNAL_FORMAT,
  JOURNAL_INDEX,
  JOURNAL_VERSION,
  JournalIndex,
  type JournalIndexEntry,
} from "@/lib/model/imports";
import type { JournalEntry } from "@/lib/model/journal";
import { countRecords } from "@/lib/normalise/entries";
import { inflate } from "@/lib/wire/gzip";
import type { Archive } from "./archive";
import { SentEnvelope, SentJob, SentNotice } from "./stored-bodies";

/** A hundred thousand entries of 250 characters. */
const INDEX_BYTES_MAX = 64 * 1024 * 1024;
/** Another installation's clock may be ahead of ours by this much. */
const AHEAD_MS_MAX = 24 * 3600 * 1000;

/**
 * What the journal of a downloaded session says that it holds, in order of receipt.
 * Errors: `invalid` when the zip is no such download, of another version, or names what cannot be.
 */
export async function readIndex(archive: Archive, now: Date): Promise<JournalIndex> {
  if (!archive.has(JOURNAL_INDEX)) {
    throw new AppError("invalid", `This zip is no session downloaded from Earshot: it has no ${JOURNAL_INDEX}.`);
  }
  const index = parseIndex(parse((await archive.read(JOURNAL_INDEX, INDEX_BYTES_MAX)).toString("utf8"), JOURNAL_INDEX));
  const files = new Set(index.entries.map(({ file }) => file));
  if (files.size < index.entries.length) throw new AppError("invalid", `${JOURNAL_INDEX} names a file twice.`);
  if (index.entries.every(({ signal }) => signal === "webhook" || signal === "policy")) {
    throw new AppError("invalid", "The journal in this zip holds nothing that an agent sent.");
  }
  const latestMs = now.getTime() + AHEAD_MS_MAX;
  const early = index.entries.find(({ receivedAt }) => Date.parse(receivedAt) > latestMs);
  if (early) throw new AppError("invalid", `${early.file} was received in the future, says ${JOURNAL_INDEX}.`);
  return { ...index, entries: [...index.entries].sort(inOrderOfReceipt) };
}

function parseIndex(value: unknown): JournalIndex {
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (Array.isArray(value) || (format === JOURNAL_FORMAT && version !== JOURNAL_VERSION)) {
    const written = Array.isArray(value) ? 0 : version;
    const words = `The journal in this zip is of version ${String(written).slice(0, 20)}; this server reads version ${JOURNAL_VERSION}.`;
    throw new AppError("invalid", `${words} Download it again from a server of this version.`);
  }
  const parsed = JournalIndex.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid", `${JOURNAL_INDEX} is not as this server writes it: ${mistakeIn(parsed.error)}.`);
}

function inOrderOfReceipt(a: JournalIndexEntry, b: JournalIndexEntry): number {
  const ms = Date.parse(a.receivedAt) - Date.parse(b.receivedAt);
  if (ms !== 0) return ms;
  return BigInt(a.seq) < BigInt(b.seq) ? -1 : 1;
}

/**
 * Reads every entry once, as it would be read later: what cannot be decoded is refused now. Answers the uploads of recordings among them.
 * Errors: `invalid`, `too-large`, each with the file's name.
 */
export async function checkJournal(archive: Archive, index: JournalIndex): Promise<SentEnvelope[]> {
  const { otlpBytesMax, importBytesMax } = config();
  const uploads: SentEnvelope[] = [];
  let inflatedBytes = 0;
  for await (const { entry, file } of readEntries(archive, index)) {
    try {
      if (entry.signal === "recording") uploads.push(toEnvelope(entry, file));
      if (entry.signal === "policy") check(SentNotice, bodyOf(entry), file);
      if (entry.signal === "job") check(SentJob, bodyOf(entry), file);
      const { records, sizeBytes } = countRecords(entry, otlpBytesMax);
      if (records > entry.recordCount) throw notDecoded(file, `it holds ${records} records, not ${entry.recordCount}`);
      inflatedBytes += sizeBytes;
    } catch (error) {
      if (error instanceof AppError && error.code === "too-large")
        throw new AppError("too-large", `${file}: ${error.message}`);
      if (error instanceof AppError || error instanceof SyntaxError) throw notDecoded(file, error.message, error);
      throw error;
    }
    if (inflatedBytes > importBytesMax) {
      throw new AppError("too-large", `The journal in this zip inflates to more than ${importBytesMax} bytes.`);
    }
  }
  return uploads;
}

/** The entries with their bodies, one at a time, in the order of the index. Errors: those of `Archive.read`. */
export async function* readEntries(
  archive: Archive,
  index: JournalIndex,
): AsyncGenerator<{ entry: JournalEntry; file: string }> {
  const { otlpBytesMax } = config();
  for (const { file, receivedAt, seq, signal, encoding, recordCount } of index.entries) {
    const body = await archive.read(file, otlpBytesMax);
    const entry = { sessionId: index.sessionId, seq: BigInt(seq), receivedAt: new Date(receivedAt) };
    yield { entry: { ...entry, signal, encoding, recordCount, body }, file };
  }
}

/** The upload that an entry of a recording describes. Errors: `invalid`. */
export function toEnvelope(entry: JournalEntry, file: string): SentEnvelope {
  return check(SentEnvelope, bodyOf(entry), file);
}

function bodyOf(entry: JournalEntry): unknown {
  return JSON.parse(inflate(entry.body, config().otlpBytesMax).toString("utf8"));
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, file: string): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const words = `${file} does not have the shape that this server gives it: ${mistakeIn(parsed.error)}.`;
  throw new AppError("invalid", words);
}

function mistakeIn({ issues }: z.ZodError): string {
  const [first] = issues;
  return `${first?.path.join(".") || "it"}: ${first?.message}`;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notDecoded(file, (cause as Error).message, cause);
  }
}

function notDecoded(file: string, why: string, cause?: unknown): AppError {
  if (why.startsWith(file) || why.includes(`${file} `)) return new AppError("invalid", why, { cause });
  return new AppError("invalid", `${file} in the zip cannot be read: ${why.slice(0, 300)}`, { cause });
}
