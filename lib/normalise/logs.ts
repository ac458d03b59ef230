import { hash } from "node:crypto";
import type { AttributeValue } from "@/lib/model/attributes";
import type { LogLevel, LogRecord } from "@/lib/model/logs";
import type { Rejected } from "@/lib/model/records";
import { EVENT_NAME } from "@/lib/wire/otlp/content-names";
import type { SentLog } from "@/lib/wire/otlp/records";
import { lookUp, textOf, toAttributes } from "./attributes";
import type { Received } from "./entries";
import { compareNs, loggedNs } from "./instants";

/** Scopes whose records are not application logs. Source: PROTOCOL §5.2, §5.3 (py `telemetry/traces.py`, `observability.py`). */
const CHAT_HISTORY = "chat_history";
const EVALUATIONS = "evaluations";

/** Severity words for records without a number. Source: PROTOCOL §5.1, §9. */
const LEVEL_BY_TEXT: Record<string, LogLevel> = {
  TRACE: "trace",
  DEBUG: "debug",
  DEV: "debug",
  INFO: "info",
  WARN: "warn",
  WARNING: "warn",
  ERROR: "error",
  CRITICAL: "fatal",
  FATAL: "fatal",
};

/** Four severity numbers a level, from 1 on. Source: opentelemetry-proto, logs.proto, SeverityNumber. */
const LEVELS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal"];

/** All log records of a session, sorted out: application logs, and the three kinds that are something else. */
export interface SortedLogs {
  logs: LogRecord[];
  reports: Received<SentLog>[];
  chatItems: Received<SentLog>[];
  evaluations: Received<SentLog>[];
  rejected: Rejected[];
}

interface Found {
  log: LogRecord;
  sent: SentLog;
}

/**
 * Sorts the log records of a session: application logs (ordered by time and id, equal ones once), session reports, chat
 * items and evaluation records. Two logs are equal when time, logger, body and attributes are.
 * `withoutIds`: ids are made only where order or equality hangs on them, and of events, which items are named after.
 * Units: Unix nanoseconds.
 * Errors: none thrown; a record of the scope `chat_history` that is of no known kind is in `rejected`.
 * Source: PROTOCOL §5, DESIGN §2 (dedupe).
 */
export function toLogs(sent: readonly Received<SentLog>[], withoutIds = false): SortedLogs {
  const sorted: SortedLogs = { logs: [], reports: [], chatItems: [], evaluations: [], rejected: [] };
  const found: Found[] = [];
  for (const [index, copy] of sent.entries()) {
    const { scope, body } = copy.sent;
    if (scope.name === EVALUATIONS) sorted.evaluations.push(copy);
    else if (scope.name === CHAT_HISTORY) {
      if (body === "session report") sorted.reports.push(copy);
      else if (body === "chat item") sorted.chatItems.push(copy);
      else sorted.rejected.push({ index, reason: `unknown record "${toMessage(body)}" in the scope ${CHAT_HISTORY}` });
    } else found.push({ log: toLog(copy), sent: copy.sent });
  }
  sorted.logs = inOrder(found, withoutIds);
  return sorted;
}

/** By time, and at one time by id; of equal ones the first that came. */
function inOrder(found: Found[], withoutIds: boolean): LogRecord[] {
  found.sort((a, b) => compareNs(a.log.timeNs, b.log.timeNs));
  for (const [index, { log, sent }] of found.entries()) {
    const isAlone = log.timeNs !== found[index - 1]?.log.timeNs && log.timeNs !== found[index + 1]?.log.timeNs;
    if (!withoutIds || !isAlone || log.eventName !== undefined) log.id = logId(log, sent);
  }
  const logs: LogRecord[] = [];
  const seen = new Set<string>();
  for (const { log } of found) {
    if (log.id !== "" && seen.has(log.id)) continue;
    seen.add(log.id);
    logs.push(log);
  }
  return logs.sort((a, b) => compareNs(a.timeNs, b.timeNs) || (a.id < b.id ? -1 : 1));
}

function toLog({ sent, receivedAt }: Received<SentLog>): LogRecord {
  const eventName = sent.eventName || textOf(sent.attributes, EVENT_NAME);
  return {
    id: "",
    timeNs: loggedNs(sent),
    level: toLevel(sent.severityNumber, sent.severityText),
    logger: textOf(sent.attributes, "logger.name") ?? sent.scope.name,
    message: toMessage(sent.body) || (eventName ?? ""),
    eventName: eventName ?? undefined,
    body: sent.body,
    attributes: toAttributes(sent.attributes),
    sentAttributes: sent.attributes,
    traceId: sent.traceId === "" ? null : sent.traceId,
    spanId: sent.spanId === "" ? null : sent.spanId,
    resource: sent.resource.attributes,
    receivedAt,
  };
}

function logId({ timeNs, logger }: LogRecord, sent: SentLog): string {
  const event = sent.eventName ? [sent.eventName] : [];
  const content = JSON.stringify([timeNs.toString(), logger, sent.body, sent.attributes, ...event]);
  return `log_${hash("sha1", content).slice(0, 20)}`;
}

function toMessage(body: AttributeValue): string {
  if (typeof body === "string") return body;
  return body === null ? "" : JSON.stringify(body);
}

function toLevel(number: number, text: string): LogLevel {
  if (number >= 1) return LEVELS[Math.min(Math.ceil(number / 4), LEVELS.length) - 1] ?? "info";
  return lookUp(LEVEL_BY_TEXT, text.toUpperCase()) ?? "info";
}
