import { AppError } from "@/lib/errors";
import { NESTED_TOO_DEEP, NESTING_MAX } from "./any-value";
import { EVENT_NAME, isFailureText, isJudgementText, isMessageEvent, REDACTION_FLAG, TOOL_SPAN } from "./content-names";
import { parseExport } from "./decode-json";
import {
  type DroppedRecords,
  dropsAttribute,
  editedInteger,
  isIdName,
  type LogKind,
  logKind,
  nothingDropped,
  type RecordEdits,
} from "./edit";
import { LEVELS, METRIC_KINDS } from "./json-levels";
import { anyValueOf, attributesOf, isObject, type JsonObject, listOf, objectOf, textOfJson } from "./json-values";
import type { OtlpSignal } from "./skim";

/** Texts that say which record it is, or when: never edited. */
const FRAME_NAMES = new Set(["traceId", "spanId", "parentSpanId", "timeUnixNano", "observedTimeUnixNano"]);
for (const name of ["startTimeUnixNano", "endTimeUnixNano", "severityText", "kind", "code"]) FRAME_NAMES.add(name);

/**
 * Leaves out of an OTLP/JSON request what may not be kept; the rules are those of `ProtobufEdit`. The body is written anew only if
 * something changed.
 * Errors: AppError `invalid` when the text is not a JSON object; a record that is not an object is left out, as `unreadable`.
 * Source: OpenTelemetry protocol, "JSON Protobuf Encoding".
 */
export class JsonEdit {
  recordCount = 0;
  readonly dropped: DroppedRecords = nothingDropped();
  private isChanged = false;

  constructor(
    private readonly signal: OtlpSignal,
    private readonly edits: RecordEdits,
  ) {}

  /** null when no record is left. */
  request(body: Buffer): Buffer | null {
    const [groups, scopeGroups, records] = LEVELS[this.signal];
    const request = parseExport(body.toString("utf8"));
    this.keepIn(request, groups, (group) => {
      this.holder(group.resource);
      return this.keepIn(group, scopeGroups, (scopeGroup) => {
        this.holder(scopeGroup.scope);
        return this.keepIn(scopeGroup, records, (record) => this.record(record, objectOf(scopeGroup.scope)));
      });
    });
    if (this.recordCount === 0) return null;
    return this.isChanged ? toBytes(request) : body;
  }

  /** Keeps the objects of a list that `keep` wants; answers whether any is left. */
  private keepIn(holder: JsonObject, list: string, keep: (element: JsonObject) => boolean): boolean {
    const sent = listOf(holder[list]);
    const kept = sent.filter((element) => isObject(element) && keep(element));
    if (kept.length < sent.length) {
      holder[list] = kept;
      this.isChanged = true;
    }
    return kept.length > 0;
  }

  private holder(holder: unknown): void {
    if (isObject(holder)) this.attributes(holder, () => false);
  }

  private record(record: JsonObject, scope: JsonObject): boolean {
    const isAsked = asksForRedaction(record) || asksForRedaction(scope);
    if (isAsked) this.dropped.asked += 1;
    const dropsWords = this.edits.dropsWords === "always" || (this.edits.dropsWords === "if-asked" && isAsked);
    if (this.signal === "metrics") this.metric(record);
    else if (this.signal === "traces") this.span(record, dropsWords);
    else if (!this.keepsLog(record, textOfJson(scope.name), dropsWords)) return false;
    this.recordCount += 1;
    return true;
  }

  private keepsLog(record: JsonObject, scopeName: string, dropsWords: boolean): boolean {
    const eventName = textOfJson(record.eventName) || String(attributesOf(record.attributes)[EVENT_NAME] ?? "");
    const kind = logKind(scopeName, anyValueOf(record.body), eventName);
    if (kind === "log" && this.edits.dropsLogs) this.dropped.logs += 1;
    else if (kind === "words" && dropsWords) this.dropped.chatItems += 1;
    else {
      if (kind === "judgement" && dropsWords) this.withoutJudgement(record);
      this.words(record, { kind, dropsWords, isTool: false });
      return true;
    }
    return false;
  }

  private span(span: JsonObject, dropsWords: boolean): void {
    const of = { kind: "span", dropsWords, isTool: span.name === TOOL_SPAN } as const;
    if (dropsWords) {
      const countBefore = listOf(span.events).length;
      this.keepIn(span, "events", (event) => !isMessageEvent(textOfJson(event.name)));
      this.dropped.texts += countBefore - listOf(span.events).length;
      for (const event of listOf(span.events)) this.dropAttributes(objectOf(event), of);
      if (of.isTool && isObject(span.status) && span.status.message !== undefined) {
        delete span.status.message;
        this.isChanged = true;
      }
    }
    this.words(span, of);
  }

  private words(record: JsonObject, of: AttributeOf): void {
    if (of.dropsWords) this.dropAttributes(record, of);
    if (this.edits.editText === null) return;
    for (const name of Object.keys(record)) {
      if (name === "attributes") this.attributes(record, () => false);
      else if (!FRAME_NAMES.has(name)) record[name] = this.edited(record[name], 0);
    }
  }

  private dropAttributes(holder: JsonObject, { kind, isTool }: AttributeOf): void {
    this.attributes(holder, (name) => dropsAttribute(name, kind) || (isTool && isFailureText(name)));
  }

  private withoutJudgement(record: JsonObject): void {
    for (const entry of listOf(record.attributes)) {
      const fields = objectOf(objectOf(objectOf(entry).value).kvlistValue);
      const countBefore = listOf(fields.values).length;
      this.keepIn(fields, "values", (field) => !isJudgementText(textOfJson(field.key)));
      this.dropped.texts += countBefore - listOf(fields.values).length;
    }
  }

  private metric(metric: JsonObject): void {
    for (const kind of METRIC_KINDS) {
      for (const point of listOf(objectOf(metric[kind]).dataPoints)) this.holder(point);
    }
    for (const name of ["name", "description", "unit"]) if (name in metric) metric[name] = this.edited(metric[name], 0);
  }

  /** Drops the attributes that `drops` names, and edits the texts of the others; ids stay. */
  private attributes(holder: JsonObject, drops: (name: string) => boolean): void {
    const countBefore = listOf(holder.attributes).length;
    this.keepIn(holder, "attributes", (entry) => !drops(textOfJson(entry.key)));
    this.dropped.texts += countBefore - listOf(holder.attributes).length;
    if (this.edits.editText === null) return;
    for (const entry of listOf(holder.attributes)) {
      const attribute = objectOf(entry);
      if (isIdName(textOfJson(attribute.key))) continue;
      for (const name of Object.keys(attribute)) attribute[name] = this.edited(attribute[name], 0);
    }
  }

  /** Any JSON value with its texts edited; an integer that hides a secret becomes a text. */
  private edited(value: unknown, depth: number): unknown {
    const { editText } = this.edits;
    if (editText === null) return value;
    if (typeof value === "string") return this.noted(value, editText(value));
    if (typeof value !== "object" || value === null) return value;
    // Each level of a value takes three of JSON.
    if (depth > NESTING_MAX * 3) return this.noted(value, NESTED_TOO_DEEP);
    if (Array.isArray(value)) return value.map((element) => this.edited(element, depth + 1));
    const object = value as JsonObject;
    const { intValue } = object;
    if (typeof intValue === "string" || typeof intValue === "number") {
      const edited = editedInteger(intValue, editText);
      return edited === null ? object : this.noted(object, { stringValue: edited });
    }
    for (const name of Object.keys(object))
      if (!FRAME_NAMES.has(name)) object[name] = this.edited(object[name], depth + 1);
    return object;
  }

  private noted<T, U>(before: T, after: U): T | U {
    if ((before as unknown) === after) return before;
    this.isChanged = true;
    return after;
  }
}

interface AttributeOf {
  kind: LogKind | "span";
  dropsWords: boolean;
  isTool: boolean;
}

function asksForRedaction(holder: JsonObject): boolean {
  return listOf(holder.attributes).some((entry) => {
    const { key, value } = objectOf(entry);
    return key === REDACTION_FLAG && anyValueOf(value) === true;
  });
}

function toBytes(request: JsonObject): Buffer {
  try {
    return Buffer.from(JSON.stringify(request));
  } catch (cause) {
    throw new AppError("invalid", "The body is nested too deep.", { cause });
  }
}
