import { AppError } from "@/lib/errors";
import { BYTES, ProtobufReader } from "../protobuf/reader";
import { rewriteFields } from "../protobuf/rewrite";
import { textField } from "../protobuf/writer";
import { NESTED_TOO_DEEP, NESTING_MAX, readAnyValue, readAttributeInto } from "./any-value";
import { EVENT_NAME, isFailureText, isJudgementText, isMessageEvent, REDACTION_FLAG, TOOL_SPAN } from "./content-names";
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
import { METRIC_DATA } from "./metric-layouts";
import type { SentAttributes } from "./records";
import type { OtlpSignal } from "./skim";

/** Fields that a span or log record has; what else a sender adds is not kept where texts are edited. */
const RECORD_FIELD_MAX = 16;
const RESOURCE_ATTRIBUTE = 1;
const SCOPE_ATTRIBUTE = 3;

/**
 * Leaves out of an OTLP request what may not be kept, by walking its bytes: what is kept unedited stays byte for byte, and lengths
 * are written anew only around what changed.
 * Errors: AppError `invalid` when the frame is malformed; a record malformed inside is left out and counted as `unreadable`.
 * Source: opentelemetry-proto v1, trace.proto, logs.proto, metrics.proto.
 */
export class ProtobufEdit {
  recordCount = 0;
  readonly dropped: DroppedRecords = nothingDropped();

  constructor(
    private readonly signal: OtlpSignal,
    private readonly edits: RecordEdits,
  ) {}

  /** null when no record is left. */
  request(body: Buffer): Buffer | null {
    const edited = rewriteFields(body, (field, content) => (field === 1 ? this.resourceGroup(content) : content));
    return this.recordCount === 0 ? null : edited;
  }

  private resourceGroup(group: Buffer): Buffer | null {
    const countBefore = this.recordCount;
    const edited = rewriteFields(group, (field, content) => {
      if (field === 1) return this.holder(content, RESOURCE_ATTRIBUTE);
      return field === 2 ? this.scopeGroup(content) : content;
    });
    return this.recordCount === countBefore ? null : edited;
  }

  private scopeGroup(group: Buffer): Buffer | null {
    const countBefore = this.recordCount;
    const scope = scopeOf(group);
    const edited = rewriteFields(group, (field, content) => {
      if (field === 1) return this.holder(content, SCOPE_ATTRIBUTE);
      return field === 2 ? this.record(content, scope) : content;
    });
    return this.recordCount === countBefore ? null : edited;
  }

  /** A resource or scope: its attributes. */
  private holder(message: Buffer, attributeField: number): Buffer {
    return rewriteFields(message, (field, content) => (field === attributeField ? this.keyValue(content, 0) : content));
  }

  private record(record: Buffer, scope: Scope): Buffer | null {
    try {
      const edited =
        this.signal === "metrics"
          ? this.metric(record)
          : this.signal === "traces"
            ? this.span(record, scope)
            : this.log(record, scope);
      if (edited) this.recordCount += 1;
      return edited;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.dropped.unreadable += 1;
      return null;
    }
  }

  private log(record: Buffer, scope: Scope): Buffer | null {
    const { body, isAsked, eventName } = clueOfRecord(record, 5, 6);
    const kind = logKind(scope.name, body, eventName);
    const dropsWords = this.dropsWords(isAsked || scope.isAsked);
    if (kind === "log" && this.edits.dropsLogs) this.dropped.logs += 1;
    else if (kind === "words" && dropsWords) this.dropped.chatItems += 1;
    else return this.logFields(record, kind, dropsWords);
    return null;
  }

  private logFields(record: Buffer, kind: LogKind, dropsWords: boolean): Buffer {
    return rewriteFields(record, (field, content) => {
      if (field === 6) return this.attribute(content, { kind, dropsWords, isTool: false });
      if (field === 5) return this.anyValue(content, 0);
      return this.isUnknown(field) ? null : content;
    });
  }

  private span(record: Buffer, scope: Scope): Buffer {
    const { name, isAsked } = clueOfRecord(record, 5, 9);
    const isTool = name === TOOL_SPAN;
    const dropsWords = this.dropsWords(isAsked || scope.isAsked);
    const of = { kind: "span", dropsWords, isTool } as const;
    return rewriteFields(record, (field, content) => {
      if (field === 9) return this.attribute(content, of);
      if (field === 11) return this.event(content, of);
      if (field === 13)
        return rewriteFields(content, (inner, value) => (inner === 4 ? this.attribute(value, of) : value));
      if (field === 3 || field === 5) return this.text(content);
      if (field === 15) return this.status(content, dropsWords && isTool);
      return this.isUnknown(field) ? null : content;
    });
  }

  private event(event: Buffer, of: AttributeOf): Buffer | null {
    if (of.dropsWords && isMessageEvent(textOfField(event, 2))) {
      this.dropped.texts += 1;
      return null;
    }
    return rewriteFields(event, (field, content) => {
      if (field === 3) return this.attribute(content, of);
      return field === 2 ? this.text(content) : content;
    });
  }

  private status(status: Buffer, dropsMessage: boolean): Buffer {
    return rewriteFields(status, (field, content) => {
      if (field !== 2) return content;
      return dropsMessage ? null : this.text(content);
    });
  }

  private metric(metric: Buffer): Buffer {
    if (this.edits.editText === null) return metric;
    return rewriteFields(metric, (field, data) => {
      const layout = METRIC_DATA[field]?.layout;
      if (!layout) return field <= 3 ? this.text(data) : data;
      return rewriteFields(data, (pointField, point) => {
        if (pointField !== 1) return point;
        return rewriteFields(point, (inner, value) => (inner === layout.attributes ? this.keyValue(value, 0) : value));
      });
    });
  }

  private attribute(keyValue: Buffer, of: AttributeOf): Buffer | null {
    const name = textOfField(keyValue, 1);
    if (of.dropsWords && (dropsAttribute(name, of.kind) || (of.isTool && isFailureText(name)))) {
      this.dropped.texts += 1;
      return null;
    }
    const isJudgement = of.dropsWords && of.kind === "judgement";
    return this.keyValue(isJudgement ? this.withoutJudgement(keyValue) : keyValue, 0);
  }

  /** An evaluation keeps its name and verdict. */
  private withoutJudgement(keyValue: Buffer): Buffer {
    const edited = (fields: Buffer) =>
      rewriteFields(fields, (_field, field) => {
        if (!isJudgementText(textOfField(field, 1))) return field;
        this.dropped.texts += 1;
        return null;
      });
    return rewriteFields(keyValue, (field, value) =>
      field === 2 ? rewriteFields(value, (kind, list) => (kind === 6 ? edited(list) : list)) : value,
    );
  }

  private keyValue(keyValue: Buffer, depth: number): Buffer {
    if (this.edits.editText === null || (depth === 0 && isIdName(textOfField(keyValue, 1)))) return keyValue;
    return rewriteFields(keyValue, (field, content) => {
      if (field === 1) return this.text(content);
      return field === 2 ? this.anyValue(content, depth) : content;
    });
  }

  private anyValue(value: Buffer, depth: number): Buffer {
    const { editText } = this.edits;
    if (editText === null) return value;
    if (depth > NESTING_MAX) return Buffer.from(textField(1, NESTED_TOO_DEEP));
    return rewriteFields(
      value,
      (field, content) => {
        if (field === 1) return this.text(content);
        if (field === 5) return this.elements(content, (element) => this.anyValue(element, depth + 1));
        if (field === 6) return this.elements(content, (entry) => this.keyValue(entry, depth + 1));
        return content;
      },
      (field, number) => {
        const edited = field === 3 ? editedInteger(number, editText) : null;
        return edited === null ? null : { field: 1, content: Buffer.from(edited) };
      },
    );
  }

  private elements(list: Buffer, edit: (element: Buffer) => Buffer): Buffer {
    return rewriteFields(list, (field, content) => (field === 1 ? edit(content) : content));
  }

  private text(content: Buffer): Buffer {
    const { editText } = this.edits;
    if (editText === null || content.length === 0) return content;
    const text = content.toString("utf8");
    const edited = editText(text);
    return edited === text ? content : Buffer.from(edited);
  }

  private dropsWords(isAsked: boolean): boolean {
    if (isAsked) this.dropped.asked += 1;
    return this.edits.dropsWords === "always" || (this.edits.dropsWords === "if-asked" && isAsked);
  }

  private isUnknown(field: number): boolean {
    return field > RECORD_FIELD_MAX && this.edits.editText !== null;
  }
}

interface Scope {
  name: string;
  isAsked: boolean;
}
interface AttributeOf {
  kind: LogKind | "span";
  dropsWords: boolean;
  isTool: boolean;
}

function scopeOf(group: Buffer): Scope {
  const scope = { name: "", isAsked: false };
  eachBytesField(group, 1, (content) => {
    scope.name = textOfField(content, 1);
    eachBytesField(content, SCOPE_ATTRIBUTE, (attribute) => {
      scope.isAsked ||= isRedactionFlag(attribute);
    });
  });
  return scope;
}

/** A span's name or a log's body, both field 5, and whether its sender asks for redaction. */
function clueOfRecord(record: Buffer, nameField: number, attributeField: number) {
  let name = "";
  let body: unknown = null;
  let isAsked = false;
  let eventName = "";
  const reader = new ProtobufReader(record);
  while (reader.hasMore()) {
    const tag = reader.tag();
    const start = reader.position;
    reader.skip();
    if ((tag & 7) !== BYTES) continue;
    const end = reader.position;
    if (tag >>> 3 === nameField) {
      const field = new ProtobufReader(record.subarray(start, end));
      if (attributeField === 6) body = readAnyValue(field);
      else name = field.text();
    } else if (attributeField === 6 && tag >>> 3 === 12) {
      eventName = new ProtobufReader(record.subarray(start, end)).text();
    } else if (tag >>> 3 === attributeField) {
      if (attributeField === 6 && record.subarray(start, end).includes(EVENT_NAME)) {
        const attributes: SentAttributes = {};
        readAttributeInto(new ProtobufReader(record.subarray(start, end)), attributes);
        eventName ||= String(attributes[EVENT_NAME] ?? "");
      }
      isAsked ||= record.subarray(start, end).includes(REDACTION_FLAG) && isFlagIn(record, start, end);
    }
  }
  return { name, body, isAsked, eventName };
}

function isFlagIn(record: Buffer, start: number, end: number): boolean {
  const reader = new ProtobufReader(record.subarray(start, end));
  reader.enter();
  return isRedactionFlag(record.subarray(start + reader.position, end));
}

function isRedactionFlag(keyValue: Buffer): boolean {
  if (textOfField(keyValue, 1) !== REDACTION_FLAG) return false;
  let value: unknown = null;
  const reader = new ProtobufReader(keyValue);
  while (reader.hasMore()) {
    if (reader.tag() === ((2 << 3) | BYTES)) value = readAnyValue(reader);
    else reader.skip();
  }
  return value === true;
}

function textOfField(message: Buffer, field: number): string {
  let text = "";
  const reader = new ProtobufReader(message);
  while (reader.hasMore()) {
    if (reader.tag() === ((field << 3) | BYTES)) text = reader.text();
    else reader.skip();
  }
  return text;
}

function eachBytesField(message: Buffer, field: number, take: (content: Buffer) => void): void {
  rewriteFields(message, (at, content) => {
    if (at === field) take(content);
    return content;
  });
}
