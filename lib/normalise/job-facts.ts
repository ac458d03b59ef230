import type { LogRecord } from "@/lib/model/logs";
import type { Span } from "@/lib/model/spans";
import type { ChatItem } from "@/lib/model/turns";
import { textOf } from "./attributes";

/** What ran a session, beyond what lists show of it. Nulls were not said. */
export interface JobFacts {
  deployment: string | null;
  workerId: string | null;
  cloudAgentId: string | null;
  isSimulated: boolean;
  /** In the order in which they took over. */
  agentLabels: string[];
}

/**
 * Names that this file understands: `lk.deployment_id` (Python >= 1.6.10, Node >= 1.6.4), `lk.cloud_agent_id` and `lk.simulation.enabled` on
 * every span and log (or their resource), `lk.job.worker_id` on `job_entrypoint` and `agent_session` (Python >= 1.8), `lk.agent_label` on
 * `start_agent_activity`. Source: PROTOCOL §1.1, §3, §6.2.
 */
const DEPLOYMENT = "lk.deployment_id";
const CLOUD_AGENT = "lk.cloud_agent_id";
const WORKER = "lk.job.worker_id";
const SIMULATED = "lk.simulation.enabled";
const LABEL = "lk.agent_label";
const ROOTS = new Set(["job_entrypoint", "agent_session"]);

/** What stands on every record stands on the first ones. */
const LOOK_AT = 100;

/** The facts of a session's job, each from the first record that has it; labels from the handoffs, else from who began to act. */
export function toJobFacts(spans: readonly Span[], logs: readonly LogRecord[], items: readonly ChatItem[]): JobFacts {
  const records = [...spans.slice(0, LOOK_AT), ...logs.slice(0, LOOK_AT)];
  const handoffs = items.flatMap(({ handoff }) => (handoff === null ? [] : [handoff.to]));
  return {
    deployment: firstOf(records, DEPLOYMENT),
    workerId: toWorkerId(spans, logs),
    cloudAgentId: firstOf(records, CLOUD_AGENT),
    isSimulated: records.some(({ attributes }) => attributes[SIMULATED] === true),
    agentLabels: handoffs.length > 0 ? handoffs : labelsOf(spans),
  };
}

/** LiveKit's id of the agent server that ran the session; null when no record says. */
export function toWorkerId(spans: readonly Span[], logs: readonly LogRecord[]): string | null {
  return firstOf([...spans.slice(0, LOOK_AT), ...logs.slice(0, LOOK_AT)], WORKER) ?? workerOf(spans);
}

function firstOf(records: readonly (Span | LogRecord)[], name: string): string | null {
  for (const { attributes, resource } of records) {
    const text = textOf(attributes, name) ?? textOf(resource, name);
    if (text !== null) return text;
  }
  return null;
}

/** The job's own spans are back-dated, but clocks may be off. */
function workerOf(spans: readonly Span[]): string | null {
  const job = spans.find(({ name, attributes }) => ROOTS.has(name) && textOf(attributes, WORKER) !== null);
  return job === undefined ? null : textOf(job.attributes, WORKER);
}

function labelsOf(spans: readonly Span[]): string[] {
  const labels: string[] = [];
  for (const { name, attributes } of spans) {
    const label = name === "start_agent_activity" ? textOf(attributes, LABEL) : null;
    if (label !== null && label !== labels.at(-1)) labels.push(label);
  }
  return labels;
}
