import type { JobNotice } from "@/lib/model/journal";
import type { LineLevel } from "@/lib/model/lines";
import type { SentAttributes, SentLog } from "@/lib/wire/otlp/records";
import type { SentSession } from "./entries";
import { later } from "./instants";
import { parseLine } from "./lines";

/** The close reason of such a session: ours, for no SDK was there to say one. */
export const NEVER_STARTED = "never_started";

/** Severity numbers of OTLP. Source: opentelemetry-proto, logs.proto, SeverityNumber. */
const SEVERITY: Record<LineLevel, number> = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };

/** What a worker's output says of a session, and whether that is all there is. */
export interface FromOutput {
  sent: SentSession;
  /** Also where telemetry says more: it may not name its worker. */
  notice: JobNotice | null;
  /** Nothing of the session itself has come: it failed before it began, and the lines are its logs. */
  isFailedJob: boolean;
}

/**
 * Makes logs of the lines that a worker printed for a job that failed before its session began. Telemetry of the job, however late
 * it comes, tells more than they do, and repeats what the agent logged: then the lines are left out.
 * Units: Unix nanoseconds. Errors: none.
 */
export function withFailedJob(sent: SentSession): FromOutput {
  const notice = sent.jobs.at(-1) ?? null;
  const hasTelemetry = [sent.spans, sent.logs, sent.points, sent.recordings].some((list) => list.length > 0);
  if (!notice || hasTelemetry) return { sent, notice, isFailedJob: false };
  const receivedAt = sent.lastReceivedAt ?? new Date(notice.lastAtMs);
  let lastNs = 0n;
  const logs = notice.lines.map((line) => {
    // Lines of one millisecond stay in the order in which they were printed.
    lastNs = later(msToNs(line.atMs), lastNs + 1000n) ?? lastNs;
    return { sent: toSentLog(notice, line, lastNs), receivedAt };
  });
  return { sent: { ...sent, logs }, notice, isFailedJob: true };
}

function toSentLog(notice: JobNotice, { level, stream, raw }: JobNotice["lines"][number], timeNs: bigint): SentLog {
  const isOurs = stream === "system";
  const parsed = isOurs ? null : parseLine(raw);
  const attributes = { ...(parsed?.fields as SentAttributes | undefined), "log.iostream": stream };
  return {
    timeNs,
    observedNs: timeNs,
    severityNumber: SEVERITY[level ?? parsed?.level ?? "info"],
    severityText: "",
    body: parsed?.message ?? raw,
    attributes: parsed?.exception ? { ...attributes, "exception.stacktrace": parsed.exception } : attributes,
    traceId: "",
    spanId: "",
    resource: { attributes: resourceOf(notice) },
    scope: { name: parsed?.logger ?? (isOurs ? "earshot" : stream), version: "", attributes: {} },
  };
}

/** As telemetry of the job would say it (`job-facts.ts`). */
function resourceOf({ livekitWorkerId, deployment }: JobNotice): SentAttributes {
  return {
    ...(livekitWorkerId === null ? {} : { "lk.job.worker_id": livekitWorkerId }),
    ...(deployment === null ? {} : { "lk.deployment_id": deployment }),
  };
}

/** A time with fractions of a millisecond, as nanoseconds. */
export function msToNs(ms: number): bigint {
  return BigInt(Math.round(ms * 1000)) * 1000n;
}

/** What to say of it first of all. */
export function toFailedJobWords({ reason, worker, linesLeftOut, lines }: JobNotice): string[] {
  const left = linesLeftOut > 0 ? ` ${linesLeftOut} lines are left out here.` : "";
  const shown =
    lines.length > 0
      ? `Its logs here are what its worker printed (${worker}); there is no transcript, audio or span of it.${left}`
      : `Nothing else came of it; its worker (${worker}) may have printed more.`;
  return [`This job failed before its session began: ${reason}.`, shown];
}
