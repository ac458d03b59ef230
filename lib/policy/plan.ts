import { BUILT_IN_RULES, type Redaction } from "@/lib/model/privacy";
import type { RecordingPolicy } from "@/lib/model/scope";
import { isIdName } from "@/lib/wire/otlp/edit";
import { TextEditor } from "./text-editor";
import { type TextRules, toTextRules } from "./text-rules";

/** What a project's policy does to requests, worked out once. */
export interface KeepPlan {
  policy: RecordingPolicy;
  /** Everything is kept as it comes; only senders who ask for redaction may still lose something. */
  isOpen: boolean;
  /** Senders who ask for redaction lose their transcript. */
  dropsAsked: boolean;
  /** They lose their audio: nobody can take words out of sound. */
  dropsAskedAudio: boolean;
  rules: TextRules | null;
  /** For their texts: every built-in rule and the project's own; null when these are dropped or kept whole. */
  askedRules: TextRules | null;
  /** Short texts that the rules find nothing in. */
  clean: Set<string>;
  cleanAsked: Set<string>;
  /** Sessions of which a notice says already what is allowed; filled by whoever stored it. */
  noted: Set<string>;
}

/** How many sessions are remembered as noted; forgetting one costs a notice of 200 bytes. */
const NOTED_MAX = 20_000;

const plans = new WeakMap<RecordingPolicy, KeepPlan>();

/** The plan of a policy, made when it is first asked for. */
export function planOf(policy: RecordingPolicy): KeepPlan {
  const known = plans.get(policy);
  if (known) return known;
  const { recordAudio, recordTranscript, recordTraces, recordLogs, redaction } = policy;
  const rules = toTextRules(redaction);
  const keepsAll = recordAudio && recordTranscript && recordTraces && recordLogs;
  const plan: KeepPlan = {
    policy,
    isOpen: keepsAll && rules === null,
    dropsAsked: redaction.senderRedacted === "drop",
    dropsAskedAudio: redaction.senderRedacted !== "keep",
    rules,
    askedRules: redaction.senderRedacted === "redact" ? toTextRules(withAllBuiltIns(redaction)) : null,
    clean: new Set(),
    cleanAsked: new Set(),
    noted: new Set(),
  };
  plans.set(policy, plan);
  return plan;
}

/** An editor for the texts of one request; null when nothing is looked for in them. `isAsked`: its sender asks for redaction. */
export function newTextEditor(plan: KeepPlan, isAsked = false): TextEditor | null {
  const { rules, clean, askedRules, cleanAsked } = plan;
  if (isAsked && askedRules !== null) return new TextEditor(askedRules, cleanAsked, isKeptKey);
  return rules === null ? null : new TextEditor(rules, clean, isKeptKey);
}

function withAllBuiltIns(redaction: Redaction): Redaction {
  const builtIn = Object.fromEntries(BUILT_IN_RULES.map((rule) => [rule, true])) as Redaction["builtIn"];
  return { ...redaction, builtIn };
}

/** Says that a notice of this session is stored. */
export function setNoted({ noted }: KeepPlan, sessionId: string): void {
  if (noted.size >= NOTED_MAX) noted.clear();
  noted.add(sessionId);
}

/** In JSON: whose it is, and `sid` as livekit-server calls it. */
function isKeptKey(key: string): boolean {
  return key === "sid" || isIdName(key);
}
