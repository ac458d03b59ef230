import { hash } from "node:crypto";
import type { Evaluation, Verdict } from "@/lib/model/turns";
import type { SentLog } from "@/lib/wire/otlp/records";
import { lookUp, textOf, toObject } from "./attributes";
import type { Received } from "./entries";
import { compareNs, loggedNs } from "./instants";

/**
 * Tags that are no tags of the user's: outcome and verdicts. They are left out of `session.tags` and told as `outcome` and
 * `evaluations`. Source: PROTOCOL §5.3 (py `observability.py`, `evals/`).
 */
const SUCCESS_TAG = "lk.success";
const FAIL_TAG = "lk.fail";
const JUDGE_PREFIX = "lk.judge.";

const VERDICTS: Record<string, Verdict> = { pass: "pass", fail: "fail", maybe: "maybe" };

/**
 * Verdicts of judges, tags with metadata and the outcome, from the records of the scope `evaluations`; verdicts that only
 * stand in the tags (`lk.judge.<name>:<verdict>`, for instance with logs off) from there. Ordered by (time, name).
 * Units: Unix nanoseconds; `tagsNs` is the time given to what comes from tags.
 * Source: PROTOCOL §5.3.
 */
export function toEvaluations(
  records: readonly Received<SentLog>[],
  tags: readonly string[],
  tagsNs: bigint,
): Evaluation[] {
  const byId = new Map<string, Evaluation>();
  for (const { sent } of records) {
    const evaluation = toEvaluation(sent);
    if (evaluation !== null) byId.set(evaluation.id, evaluation);
  }
  const evaluations = [...byId.values()];
  if (!evaluations.some(({ kind }) => kind === "evaluation")) {
    for (const tag of tags) {
      const evaluation = fromJudgeTag(tag, tagsNs);
      if (evaluation !== null) evaluations.push(evaluation);
    }
  }
  return evaluations.sort((a, b) => compareNs(a.timeNs, b.timeNs) || (a.name < b.name ? -1 : 1));
}

/** Whether the session reached its goal: the outcome record's word, else the tags'; null when nobody said. */
export function toOutcome(evaluations: readonly Evaluation[], tags: readonly string[]): "success" | "fail" | null {
  // The record of Python 1.4 holds the reason alone.
  const record = evaluations.findLast(({ kind, name }) => kind === "outcome" && name !== "");
  if (record !== undefined) return record.name === "fail" ? "fail" : record.name === "success" ? "success" : null;
  if (tags.includes(FAIL_TAG)) return "fail";
  return tags.includes(SUCCESS_TAG) ? "success" : null;
}

/** The tags that a user set: without the SDK's own words for outcome and verdicts. Each once, in the sender's order. */
export function toUserTags(tags: readonly string[]): string[] {
  const own = tags.filter((tag) => tag !== SUCCESS_TAG && tag !== FAIL_TAG && !tag.startsWith(JUDGE_PREFIX));
  return [...new Set(own)];
}

function toEvaluation(sent: SentLog): Evaluation | null {
  const { body, attributes } = sent;
  const timeNs = loggedNs(sent);
  const said = typeof body === "string" ? (toObject(attributes[body]) ?? {}) : {};
  const id = recordId(timeNs, body, said);
  if (body === "evaluation") {
    const { name: _name, verdict: _verdict, reasoning: _reasoning, ...metadata } = said;
    const name = textOf(said, "name") ?? "";
    const verdict = lookUp(VERDICTS, textOf(said, "verdict") ?? "") ?? null;
    return { id, kind: "evaluation", timeNs, name, verdict, reasoning: textOf(said, "reasoning"), metadata };
  }
  if (body === "tag") {
    const metadata = toObject(said.metadata) ?? {};
    return { id, kind: "tag", timeNs, name: textOf(said, "name") ?? "", verdict: null, reasoning: null, metadata };
  }
  if (body !== "outcome") return null;
  const name = textOf(said, "outcome") ?? "";
  const verdict = name === "success" ? "pass" : name === "fail" ? "fail" : null;
  return { id, kind: "outcome", timeNs, name, verdict, reasoning: textOf(said, "reason"), metadata: {} };
}

function fromJudgeTag(tag: string, timeNs: bigint): Evaluation | null {
  if (!tag.startsWith(JUDGE_PREFIX)) return null;
  const colon = tag.lastIndexOf(":");
  const name = tag.slice(JUDGE_PREFIX.length, colon === -1 ? undefined : colon);
  const verdict = colon === -1 ? null : (lookUp(VERDICTS, tag.slice(colon + 1)) ?? null);
  return { id: `eval_${tag}`, kind: "evaluation", timeNs, name, verdict, reasoning: null, metadata: { tag } };
}

function recordId(timeNs: bigint, body: unknown, said: unknown): string {
  const content = JSON.stringify([timeNs.toString(), body, said]);
  return `eval_${hash("sha1", content).slice(0, 20)}`;
}
