import { JOURNAL_FORMAT, JOURNAL_VERSION, type JournalIndex } from "@/lib/model/imports";
import type { JournalEntry } from "@/lib/model/journal";

/** One request's part of a session, byte for byte as it was accepted. */
export interface JournalFile {
  path: string;
  bytes: Buffer;
}

const ENDINGS: Record<JournalEntry["encoding"], string> = { protobuf: "pb.gz", json: "json.gz" };

/** The journal as files, in order of receipt, and a list of what each of them is, by which it can be imported again. */
export function exportJournal(
  sessionId: string,
  entries: readonly JournalEntry[],
): { files: JournalFile[]; index: string } {
  const files = entries.map((entry): JournalFile => {
    // Names sort by time of receipt, and none holds a character that a file system refuses.
    const at = entry.receivedAt.toISOString().replaceAll(":", "-");
    const { buffer, byteOffset, byteLength } = entry.body;
    return {
      path: `journal/${at}-${entry.seq}-${entry.signal}.${ENDINGS[entry.encoding]}`,
      bytes: Buffer.from(buffer, byteOffset, byteLength),
    };
  });
  const index: JournalIndex = {
    format: JOURNAL_FORMAT,
    version: JOURNAL_VERSION,
    sessionId,
    entries: entries.map((entry, position) => ({
      file: files[position]?.path ?? "",
      receivedAt: entry.receivedAt.toISOString(),
      seq: String(entry.seq),
      signal: entry.signal,
      encoding: entry.encoding,
      recordCount: entry.recordCount,
    })),
  };
  return { files, index: JSON.stringify(index, null, 2) };
}
