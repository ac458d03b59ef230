import type { Share } from "@/lib/model/shares";
import { formatDateTime } from "./format";

/** What a link gives, in few words. */
export function shareText({ withAudio, redacted }: Pick<Share, "withAudio" | "redacted">): string {
  if (redacted) return "Redacted, no audio";
  return withAudio ? "With audio" : "Without audio";
}

/** Whether a link still opens something. */
export function isShareOpen({ revokedAt, expiresAt }: Share, nowMs: number): boolean {
  return revokedAt === null && Date.parse(expiresAt) > nowMs;
}

/** Until when a link works, or since when it does not. */
export function shareStateText(share: Share, nowMs: number): string {
  if (share.revokedAt !== null) return `taken back ${formatDateTime(share.revokedAt)}`;
  return `${isShareOpen(share, nowMs) ? "until" : "expired"} ${formatDateTime(share.expiresAt)}`;
}

/** How often it was opened, an address once an hour. */
export function shareOpenedText({ openedCount, lastOpenedAt }: Share): string {
  if (lastOpenedAt === null) return "never opened";
  return `opened ${openedCount === 1 ? "once" : `${openedCount} times`}, last ${formatDateTime(lastOpenedAt)}`;
}
