import { createHash } from "node:crypto";
import type { NewJournalEntry, PolicyNotice } from "@/lib/model/journal";
import { deflate } from "@/lib/wire/gzip";
import type { KeepPlan } from "./plan";

/** What was done to one request of a session. */
export interface Deeds extends Pick<PolicyNotice, "asked" | "dropped" | "replaced"> {
  sessionId: string;
  endsSession: boolean;
  /** The request as it came: one that comes again makes the same notice, which then counts once. */
  request: Uint8Array;
}

/**
 * The journal entry that says what the policy left out or replaced, and what it allowed then; null when there is nothing to
 * say: nothing was done, and the session has its notice already. It holds no word of what was left out.
 */
export function toNotice(plan: KeepPlan, deeds: Deeds): NewJournalEntry | null {
  const { sessionId, endsSession, request, asked, replaced } = deeds;
  const dropped = Object.fromEntries(Object.entries(deeds.dropped).filter(([, count]) => count > 0));
  const hasActed = Object.keys(dropped).length > 0 || Object.keys(replaced).length > 0;
  const isNews = (!plan.isOpen || asked) && !plan.noted.has(sessionId);
  if (!hasActed && !isNews) return null;
  const { policy } = plan;
  const rules = asked && plan.askedRules !== null ? plan.askedRules : plan.rules;
  const notice: PolicyNotice = {
    recording: {
      audio: policy.recordAudio,
      transcript: policy.recordTranscript,
      traces: policy.recordTraces,
      logs: policy.recordLogs,
    },
    since: {
      audio: policy.changes.audio?.at ?? null,
      transcript: policy.changes.transcript?.at ?? null,
      traces: policy.changes.traces?.at ?? null,
      logs: policy.changes.logs?.at ?? null,
    },
    rules: rules === null ? [] : [...rules.builtIn, ...rules.custom].map(({ label }) => label),
    senderRedacted: policy.redaction.senderRedacted,
    asked,
    dropped,
    replaced,
    of: createHash("sha256").update(request).digest("hex").slice(0, 16),
  };
  const body = deflate(Buffer.from(JSON.stringify(notice)));
  return { sessionId, signal: "policy", encoding: "json", recordCount: 1, body, endsSession };
}
