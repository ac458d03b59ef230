import type { Defaults } from "./decode-ndjson";
import { nameOf, type SentLine, type SentWorker, toWorkerId } from "./sent-lines";

/** Where shippers put the text. Sources: Vector `log_schema`, Fluent Bit and Docker's json-file (`log`), pino (`msg`). */
const TEXT_NAMES = ["message", "log", "msg"];
const TIME_NAMES = ["timestamp", "@timestamp", "time", "date", "ts"];
const LEVEL_NAMES = ["level", "severity"];
const HOST_NAMES = ["host", "hostname", "node_name"];
const AGENT_NAMES = ["agent", "service", "app", "application"];
const DEPLOYMENT_NAMES = ["deployment", "version"];
/** Kubernetes' own names for what runs. Source: kubernetes.io, "Recommended Labels". */
const AGENT_LABELS = ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app"];
const DEPLOYMENT_LABELS = ["app.kubernetes.io/version"];

const UNNAMED = "unnamed";
const SECONDS_MAX = 1e11;

type Fields = Record<string, unknown>;

/**
 * A line of Vector, Fluent Bit or another shipper of JSON objects. Whose it is says the pod, the container, or host and process;
 * which agent, its labels. What is not understood stays beside the text as fields.
 * Units: ms since the epoch. Sources: vector.dev, sources `kubernetes_logs`, `docker_logs`, `file`; docs.fluentbit.io, filter
 * `kubernetes`, output `http`.
 */
export function toShippedLine(
  record: Fields,
  index: number,
  known: (worker: SentWorker) => SentWorker,
  defaults: Defaults,
): SentLine {
  const textName = TEXT_NAMES.find((name) => typeof record[name] === "string");
  const timeName = TIME_NAMES.find((name) => toMs(record[name]) !== null);
  const level = first(record, LEVEL_NAMES);
  const raw = textName === undefined ? JSON.stringify(record) : String(record[textName]).replace(/\r?\n$/, "");
  const fields: Fields = {};
  if (textName !== undefined) {
    for (const name in record)
      if (name !== textName && name !== timeName && name !== "__proto__") fields[name] = record[name];
  }
  return {
    index,
    worker: known(workerOf(record, defaults)),
    seq: null,
    atMs: timeName === undefined ? null : toMs(record[timeName]),
    stream: record.stream === "stderr" ? "stderr" : "stdout",
    raw,
    severity: level === null ? null : { number: 0, text: level },
    fields: Object.keys(fields).length > 0 ? fields : null,
    event: null,
  };
}

function workerOf(record: Fields, defaults: Defaults): SentWorker {
  const kubernetes = objectOf(record.kubernetes);
  const labels = { ...objectOf(record.label), ...objectOf(kubernetes.labels), ...objectOf(kubernetes.pod_labels) };
  const container = first(record, ["container_name", "container_id"]) ?? nameOf(kubernetes.container_name);
  const host =
    first(record, HOST_NAMES) ?? nameOf(kubernetes.host) ?? nameOf(kubernetes.pod_node_name) ?? defaults.host;
  const pid = [record.pid, record.procid].find((value) => Number.isSafeInteger(value)) as number | undefined;
  const agent = first(record, AGENT_NAMES) ?? first(labels, AGENT_LABELS) ?? defaults.agent ?? container ?? UNNAMED;
  const process = pid === undefined ? host : `${host ?? agent}:${pid}`;
  const place = nameOf(kubernetes.pod_name) ?? container;
  const id = first(record, ["worker", "worker_id"]) ?? defaults.worker ?? place ?? process ?? agent;
  return {
    id: toWorkerId(id),
    agent,
    deployment: first(record, DEPLOYMENT_NAMES) ?? first(labels, DEPLOYMENT_LABELS) ?? defaults.deployment,
    host,
    pid: pid !== undefined && Math.abs(pid) < 2 ** 31 ? pid : null,
    startedAtMs: null,
    sentAtMs: null,
    sender: "ndjson",
    senderVersion: null,
    lastError: null,
  };
}

function first(fields: Fields, names: readonly string[]): string | null {
  for (const name of names) {
    const value = nameOf(fields[name]);
    if (value !== null) return value;
  }
  return null;
}

function objectOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** ISO 8601, or seconds or milliseconds since 1970. */
function toMs(value: unknown): number | null {
  const ms = typeof value === "string" ? Date.parse(value) : typeof value === "number" ? value : Number.NaN;
  if (!(ms > 0)) return null;
  return typeof value === "number" && ms < SECONDS_MAX ? ms * 1000 : ms;
}
