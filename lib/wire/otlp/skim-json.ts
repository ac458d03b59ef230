import { AppError } from "@/lib/errors";
import { parseExport } from "./decode-json";
import { LEVELS, METRIC_KINDS } from "./json-levels";
import { anyValueOf, idOf, isObject, type JsonObject, listOf, nsOf, objectOf, textOfJson } from "./json-values";
import { CLUE_NAMES, clueText, isTraceScope, noClues, type SessionClues } from "./session-key";
import {
  endsLiveKitSession,
  type OtlpSignal,
  recordCounter,
  SESSION_REPORT_BODY,
  type SkimmedRecord,
  type SkimmedRequest,
  spanFault,
} from "./skim";

/**
 * Skims an OTLP/JSON request by parsing it; the chosen records are written back as JSON, every other field as it was.
 * Errors: AppError `invalid` when the text is not a JSON object; a record that is not an object has a `fault`.
 * Source: OpenTelemetry protocol, "JSON Protobuf Encoding".
 */
export function skimJson(signal: OtlpSignal, body: Uint8Array, recordsMax: number): SkimmedRequest {
  const count = recordCounter(recordsMax);
  const request = parseExport(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  const records = new Map<unknown, SkimmedRecord>();
  const [groups, scopeGroups, recordList] = LEVELS[signal];
  const all: SkimmedRecord[] = [];

  for (const group of listOf(request[groups])) {
    count();
    const resource = cluesOf(objectOf(group).resource);
    for (const scopeGroup of listOf(objectOf(group)[scopeGroups])) {
      count();
      const sentScope = objectOf(objectOf(scopeGroup).scope);
      const scope = { ...cluesOf(sentScope), isTraceScope: isTraceScope(textOfJson(sentScope.name)) };
      for (const sent of listOf(objectOf(scopeGroup)[recordList])) {
        for (const item of signal === "metrics" ? pointsOf(objectOf(sent)) : [sent]) {
          count();
          const record = toSkimmed(signal, item, [cluesOf(item), scope, resource]);
          record.index = all.push(record) - 1;
          records.set(item, record);
        }
      }
    }
  }

  return {
    records: all,
    encode: (keeps) => {
      const isKept = (item: unknown) => {
        const record = records.get(item);
        return record?.fault === null && keeps(record);
      };
      const keepRecord =
        signal === "metrics"
          ? (metric: unknown) => metricWith(metric, isKept)
          : (item: unknown) => (isKept(item) ? item : undefined);
      const keepScope = (scopeGroup: unknown) => withList(scopeGroup, recordList, keepRecord);
      return toBytes(withList(request, groups, (group) => withList(group, scopeGroups, keepScope)) ?? {});
    },
  };
}

function cluesOf(holder: unknown): SessionClues {
  const clues = noClues();
  for (const entry of listOf(objectOf(holder).attributes)) {
    const { key, value } = objectOf(entry);
    const clue = typeof key === "string" ? CLUE_NAMES.get(key) : undefined;
    if (clue) clues[clue] = clueText(anyValueOf(value));
  }
  return clues;
}

function toSkimmed(signal: OtlpSignal, sent: unknown, clues: SessionClues[]): SkimmedRecord {
  const item = objectOf(sent);
  const traceId = signal === "metrics" ? "" : idOf(item.traceId);
  const record = { index: 0, clues, traceId, endsSession: false, closesTrace: false, fault: null as string | null };
  if (!isObject(sent)) record.fault = "The record is not an object.";
  else if (signal === "logs") record.endsSession = objectOf(item.body).stringValue === SESSION_REPORT_BODY;
  else if (signal === "traces") {
    const end = Number(nsOf(item.endTimeUnixNano));
    const hasSpanId = isId(idOf(item.spanId), 16);
    record.fault = spanFault(isId(traceId, 32), hasSpanId, Number(nsOf(item.startTimeUnixNano)), end);
    record.closesTrace = idOf(item.parentSpanId) === "" && end !== 0;
    record.endsSession = endsLiveKitSession(textOfJson(item.name), record.closesTrace);
  }
  return record;
}

function isId(hex: string, digits: number): boolean {
  return hex.length === digits && /^[0-9a-f]+$/.test(hex);
}

function pointsOf(metric: JsonObject): unknown[] {
  return METRIC_KINDS.flatMap((kind) => listOf(objectOf(metric[kind]).dataPoints));
}

function metricWith(metric: unknown, isKept: (point: unknown) => boolean): unknown {
  const kind = METRIC_KINDS.find((name) => objectOf(metric)[name] !== undefined);
  if (kind === undefined) return undefined;
  const data = withList(objectOf(metric)[kind], "dataPoints", (point) => (isKept(point) ? point : undefined));
  return data && { ...objectOf(metric), [kind]: data };
}

/** A copy of `holder` whose list holds what `keep` leaves; undefined when nothing is left. */
function withList(holder: unknown, list: string, keep: (element: unknown) => unknown): JsonObject | undefined {
  const kept = listOf(objectOf(holder)[list]).flatMap((element) => keep(element) ?? []);
  return kept.length === 0 ? undefined : { ...objectOf(holder), [list]: kept };
}

function toBytes(request: JsonObject): Uint8Array {
  try {
    return Buffer.from(JSON.stringify(request));
  } catch (cause) {
    // Parsing knows no depth, writing does: only a body nested thousands deep comes here.
    throw new AppError("invalid", "The body is nested too deep.", { cause });
  }
}
