import type { Session } from "@/lib/model/sessions";

/** The one word beside a session's title, and what it means. */
export interface Verdict {
  text: string;
  tone: "ok" | "err" | "accent" | "neutral";
}

/** How a session went in one word: its outcome where the agent gave one, else its state. */
export function judgeSession(session: Session): Verdict {
  if (session.status === "live") return { text: "live", tone: "accent" };
  if (session.outcome === "success") return { text: "success", tone: "ok" };
  if (session.outcome === "fail") return { text: "fail", tone: "err" };
  if (session.status === "failed") return { text: "failed", tone: "err" };
  return { text: "ended", tone: "neutral" };
}

/**
 * The tags that a person set: those of the SDK's judges and of the outcome (namespace `lk`) are shown as evaluations.
 * Source: PROTOCOL §5.3.
 */
export function tagsToShow(session: Session): string[] {
  return session.tags.filter((tag) => !/^lk\./.test(tag));
}
