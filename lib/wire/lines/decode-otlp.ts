import { decodeLogsJson } from "../otlp/decode-json";
import { decodeLogs } from "../otlp/decode-logs";
import type { SentAttributes, SentLog, SentResource } from "../otlp/records";
import { nameOf, type SentLine, type SentLines, type SentWorker, toWorkerId } from "./sent-lines";

const NS_PER_MS = 1_000_000n;
const UNNAMED = "unnamed";
/** Resources of a request that are told apart by what they say. */
const FIRST_OF = {
  agent: ["service.name", "k8s.deployment.name", "k8s.container.name"],
  deployment: ["service.version", "container.image.tag"],
  host: ["host.name", "k8s.node.name"],
} as const;

/**
 * Decodes an ExportLogsServiceRequest, of an exporter or a Collector, as lines of processes: `service.instance.id` says whose they
 * are, else the pod, else host and process, else the service. Attributes are what was sent beside the text.
 * Units: ms since the epoch. Errors: AppError `invalid` when the request is malformed; records malformed inside their own bounds
 * are in `rejected`. Source: opentelemetry-proto, logs.proto; semantic conventions 1.37, service, k8s, host, process, log.
 */
export function decodeOtlpLines(encoding: "protobuf" | "json", body: Buffer): SentLines {
  const rejected: SentLines["rejected"] = [];
  const logs = encoding === "json" ? decodeLogsJson(body.toString("utf8"), rejected) : decodeLogs(body, rejected);
  const workers = new Map<string, SentWorker>();
  const byResource = new Map<SentResource, SentWorker>();
  const lines = logs.map((log, index) => {
    const worker = byResource.get(log.resource) ?? workerOf(log.resource.attributes);
    const known = workers.get(worker.id) ?? worker;
    workers.set(known.id, known);
    byResource.set(log.resource, known);
    return toLine(log, index, known);
  });
  return { workers: [...workers.values()], lines, rejected };
}

function toLine(log: SentLog, index: number, worker: SentWorker): SentLine {
  const timeNs = log.timeNs === 0n ? log.observedNs : log.timeNs;
  const { "log.iostream": stream, ...attributes } = log.attributes;
  const fields: Record<string, unknown> = attributes;
  if (log.scope.name !== "") fields["otel.scope.name"] = log.scope.name;
  if (log.traceId !== "") fields.trace_id = log.traceId;
  if (log.spanId !== "") fields.span_id = log.spanId;
  const hasSeverity = log.severityNumber > 0 || log.severityText !== "";
  return {
    index,
    worker,
    seq: null,
    atMs: timeNs === 0n ? null : Number(timeNs / NS_PER_MS),
    stream: stream === "stderr" ? "stderr" : "stdout",
    raw:
      typeof log.body === "string" ? log.body.replace(/\r?\n$/, "") : log.body === null ? "" : JSON.stringify(log.body),
    severity: hasSeverity ? { number: log.severityNumber, text: log.severityText } : null,
    fields: Object.keys(fields).length > 0 ? fields : null,
    event: null,
  };
}

function workerOf(resource: SentAttributes): SentWorker {
  const text = (names: readonly string[]) => nameOf(names.map((name) => resource[name]).find((value) => nameOf(value)));
  const pid = resource["process.pid"];
  const host = text(FIRST_OF.host);
  const agent = text(FIRST_OF.agent) ?? UNNAMED;
  const pod = text(["k8s.pod.name", "k8s.pod.uid", "container.name", "container.id"]);
  const process = host === null ? null : typeof pid === "number" ? `${host}:${pid}` : host;
  return {
    id: toWorkerId(text(["service.instance.id"]) ?? pod ?? process ?? agent),
    agent,
    deployment: text(FIRST_OF.deployment),
    host,
    pid: typeof pid === "number" && Number.isInteger(pid) && Math.abs(pid) < 2 ** 31 ? pid : null,
    startedAtMs: null,
    sentAtMs: null,
    sender: "otlp",
    senderVersion: null,
    lastError: null,
  };
}
