import { statfs } from "node:fs/promises";
import { config } from "./config";
import { AppError } from "./errors";

/** How full the fullest disk is that we write to, and what that means. */
export interface DiskState {
  /** As `df` says it; null when it cannot be asked (a bucket and a database elsewhere fill no disk of ours). */
  usedPercent: number | null;
  level: "ok" | "warn" | "full";
}

/** The four figures of a file system that count. */
type Probe = (folder: string) => Promise<{ blocks: number; bfree: number; bavail: number }>;

/** A disk fills by some hundred megabytes a second at most: in this time that is less than one percent of a small one. */
const KNOWN_MS = 5_000;
/** Deleting old sessions, or a larger disk, takes people minutes at least. */
const RETRY_MS = 30_000;

let known: DiskState = { usedPercent: null, level: "ok" };
let askedAtMs = Number.NEGATIVE_INFINITY;

/** Asks the file systems of DATA_DIR and BLOB_DIR. Errors: none; what cannot be asked is not full. */
export async function readDisk(probe: Probe = statfs): Promise<DiskState> {
  const { dataDir, blobDir, diskWarnPercent, diskRefusePercent } = config();
  const shares = await Promise.all([dataDir, blobDir].map((folder) => usedOf(folder, probe)));
  const asked = shares.filter((share) => share !== null);
  const usedPercent = asked.length > 0 ? Math.max(...asked) : null;
  const isAt = (percent: number) => usedPercent !== null && usedPercent >= percent;
  known = { usedPercent, level: isAt(diskRefusePercent) ? "full" : isAt(diskWarnPercent) ? "warn" : "ok" };
  return known;
}

/**
 * Refuses what would be written while the disk is nearly full: PostgreSQL must never meet its end. Costs nothing: the disk is asked
 * beside the requests. Errors: `unavailable`, to come again. Both SDKs retry on 503 (PROTOCOL §2.3).
 */
export function refuseWhenFull(nowMs = Date.now()): void {
  if (nowMs - askedAtMs > KNOWN_MS) {
    askedAtMs = nowMs;
    void readDisk();
  }
  if (known.level !== "full") return;
  const words = `The server's disk is ${Math.floor(known.usedPercent ?? 0)} % full; nothing was stored. Send this one again.`;
  throw new AppError("unavailable", words, { retryAfterMs: RETRY_MS });
}

/** What root may still use is no room for us. */
async function usedOf(folder: string, probe: Probe): Promise<number | null> {
  try {
    const { blocks, bfree, bavail } = await probe(folder);
    const used = blocks - bfree;
    return used + bavail > 0 ? (used / (used + bavail)) * 100 : null;
  } catch {
    // Not made yet, or not a file system that tells.
    return null;
  }
}
