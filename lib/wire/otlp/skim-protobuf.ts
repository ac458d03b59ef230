import { AppError } from "@/lib/errors";
import { textOf } from "../protobuf/intern";
import { BYTES, FIXED64, ProtobufReader } from "../protobuf/reader";
import { concatenated, lengthDelimited } from "../protobuf/writer";
import { readAnyValue } from "./any-value";
import { METRIC_DATA, type MetricLayout } from "./metric-layouts";
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

/** A message that holds records: its other fields as they lie in the body, and what is below it. */
interface Node {
  field: number;
  /** Start and end of each field copied as it is, one after the other. */
  copied: number[];
  children: (Node | Leaf)[];
}
interface Leaf {
  record: SkimmedRecord;
  start: number;
  end: number;
}

const GROUP = 1;
const SCOPE_GROUP = 2;
const RECORD = 2;
const HEADER = 1;
const POINT = 1;
/** One bit for each length of such a name; all are below 32. */
const CLUE_LENGTHS = [...CLUE_NAMES.keys()].reduce((bits, name) => bits | (1 << name.length), 0);
const RESOURCE_ATTRIBUTE = 1;
const SCOPE_ATTRIBUTE = 3;
const SCOPE_NAME = (1 << 3) | BYTES;

/**
 * Skims an OTLP request: walks its frame, picks the attributes that name a session and the few fields that `SkimmedRecord`
 * needs, and passes over all else.
 * Errors: AppError `invalid` with the byte offset when the frame is malformed; a record malformed inside has a `fault`.
 * Source: opentelemetry-proto v1, trace.proto, logs.proto, metrics.proto.
 */
export function skimProtobuf(signal: OtlpSignal, body: Uint8Array, recordsMax: number): SkimmedRequest {
  const skim = new Skim(signal, body, recordCounter(recordsMax));
  const request = skim.request();
  return {
    records: skim.records,
    encode: (keeps) => encodeFields(skim.reader.bytes, request, keeps),
  };
}

class ProtobufRecord implements SkimmedRecord {
  endsSession = false;
  closesTrace = false;
  fault: string | null = null;
  hasTraceId = false;
  traceEnd = 0;

  constructor(
    private readonly bytes: Buffer,
    readonly index: number,
    readonly clues: readonly SessionClues[],
  ) {}

  get traceId(): string {
    return this.hasTraceId ? this.bytes.toString("hex", this.traceEnd - 16, this.traceEnd) : "";
  }
}

class Skim {
  readonly reader: ProtobufReader;
  readonly records: SkimmedRecord[] = [];

  constructor(
    private readonly signal: OtlpSignal,
    body: Uint8Array,
    private readonly count: () => void,
  ) {
    this.reader = new ProtobufReader(body);
  }

  request(): Node {
    const root: Node = { field: 0, copied: [], children: [] };
    this.eachField(root, (field) => field === GROUP && root.children.push(this.resourceGroup()) > 0);
    return root;
  }

  /** Reads a message's fields: what `take` does not want is copied. Each field's tag has been read when `take` is called. */
  private eachField(node: Node, take: (field: number, start: number) => boolean): void {
    const { reader } = this;
    while (reader.hasMore()) {
      const start = reader.position;
      const tag = reader.tag();
      if ((tag & 7) === BYTES && take(tag >>> 3, start)) continue;
      reader.skip();
      this.copy(node, start);
    }
  }

  /** Fields that follow one another are one piece: a body of nothing but unknown fields must not cost many times its size. */
  private copy({ copied }: Node, start: number): void {
    if (copied.at(-1) === start) copied[copied.length - 1] = this.reader.position;
    else copied.push(start, this.reader.position);
  }

  private resourceGroup(): Node {
    this.count();
    const node: Node = { field: GROUP, copied: [], children: [] };
    const clues = noClues();
    const outerEnd = this.reader.enter();
    this.eachField(node, (field, start) => {
      if (field === SCOPE_GROUP) node.children.push(this.scopeGroup(clues));
      else if (field === HEADER) this.header(node, start, RESOURCE_ATTRIBUTE, clues);
      else return false;
      return true;
    });
    this.reader.leave(outerEnd);
    return node;
  }

  private scopeGroup(resource: SessionClues): Node {
    this.count();
    const node: Node = { field: SCOPE_GROUP, copied: [], children: [] };
    const scope = noClues();
    const outerEnd = this.reader.enter();
    this.eachField(node, (field, start) => {
      if (field === RECORD) this.record(node, start, scope, resource);
      else if (field === HEADER) this.header(node, start, SCOPE_ATTRIBUTE, scope);
      else return false;
      return true;
    });
    this.reader.leave(outerEnd);
    return node;
  }

  /** Resource or scope: copied whole, its clues picked. */
  private header(node: Node, start: number, attributeField: number, clues: SessionClues): void {
    const { reader } = this;
    const outerEnd = reader.enter();
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === ((attributeField << 3) | BYTES)) this.attribute(clues);
      else if (tag === SCOPE_NAME && attributeField === SCOPE_ATTRIBUTE)
        clues.isTraceScope = isTraceScope(reader.text());
      else reader.skip();
    }
    reader.leave(outerEnd);
    this.copy(node, start);
  }

  private record(node: Node, start: number, scope: SessionClues, resource: SessionClues): void {
    const { reader, records } = this;
    const outerEnd = reader.enter();
    const recordEnd = reader.end;
    const recordsBefore = records.length;
    try {
      if (this.signal === "metrics") node.children.push(this.metric(scope, resource));
      else {
        const record = this.newRecord(scope, resource);
        if (this.signal === "traces") this.span(record);
        else this.log(record);
        records.push(record);
        node.children.push({ record, start, end: recordEnd });
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "invalid") throw error;
      records.length = recordsBefore;
      const record = this.newRecord(scope, resource);
      record.fault = error.message;
      records.push(record);
      reader.end = recordEnd;
    }
    reader.leave(outerEnd);
  }

  private newRecord(scope: SessionClues, resource: SessionClues): ProtobufRecord {
    this.count();
    return new ProtobufRecord(this.reader.bytes, this.records.length, [noClues(), scope, resource]);
  }

  private span(record: ProtobufRecord): void {
    const { reader } = this;
    const own = record.clues[0] as SessionClues;
    let hasSpanId = false;
    let hasParent = false;
    let name = "";
    let start = 0;
    let end = 0;
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === ((9 << 3) | BYTES)) this.attribute(own);
      else if (tag === ((1 << 3) | BYTES)) this.traceId(record);
      else if (tag === ((2 << 3) | BYTES)) hasSpanId = this.isId(8);
      else if (tag === ((4 << 3) | BYTES)) hasParent = this.isId(8);
      else if (tag === ((5 << 3) | BYTES)) name = reader.text();
      else if (tag === ((7 << 3) | FIXED64)) start = reader.fixed64Number();
      else if (tag === ((8 << 3) | FIXED64)) end = reader.fixed64Number();
      else reader.skip();
    }
    record.fault = spanFault(record.hasTraceId, hasSpanId, start, end);
    record.closesTrace = !hasParent && end !== 0;
    record.endsSession = endsLiveKitSession(name, record.closesTrace);
  }

  private log(record: ProtobufRecord): void {
    const { reader } = this;
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === ((6 << 3) | BYTES)) this.attribute(record.clues[0] as SessionClues);
      else if (tag === ((9 << 3) | BYTES)) this.traceId(record);
      else if (tag === ((5 << 3) | BYTES)) record.endsSession = readAnyValue(reader) === SESSION_REPORT_BODY;
      else reader.skip();
    }
  }

  private traceId(record: ProtobufRecord): void {
    record.hasTraceId = this.isId(16);
    record.traceEnd = this.reader.position;
  }

  /** Passes over an id; whether it has the right length and a bit set. Its length takes one byte on the wire. */
  private isId(length: number): boolean {
    const { reader } = this;
    const start = reader.position + 1;
    reader.skip();
    if (reader.position - start !== length) return false;
    for (let at = start; at < reader.position; at++) if (reader.bytes[at] !== 0) return true;
    return false;
  }

  private metric(scope: SessionClues, resource: SessionClues): Node {
    this.count();
    const node: Node = { field: RECORD, copied: [], children: [] };
    this.eachField(node, (field) => {
      const data = METRIC_DATA[field];
      if (data) node.children.push(this.metricData(field, data.layout, [scope, resource]));
      return data !== undefined;
    });
    return node;
  }

  private metricData(field: number, layout: MetricLayout, [scope, resource]: [SessionClues, SessionClues]): Node {
    const { reader } = this;
    this.count();
    const node: Node = { field, copied: [], children: [] };
    const outerEnd = reader.enter();
    this.eachField(node, (pointField, start) => {
      if (pointField !== POINT) return false;
      const record = this.newRecord(scope, resource);
      const dataEnd = reader.enter();
      while (reader.hasMore()) {
        if (reader.tag() === ((layout.attributes << 3) | BYTES)) this.attribute(record.clues[0] as SessionClues);
        else reader.skip();
      }
      reader.leave(dataEnd);
      this.records.push(record);
      node.children.push({ record, start, end: reader.position });
      return true;
    });
    reader.leave(outerEnd);
    return node;
  }

  /** A KeyValue: its value is read only if its key names a session, its key only if it is as long as one that does. */
  private attribute(clues: SessionClues): void {
    const { reader } = this;
    const outerEnd = reader.enter();
    let clue: ReturnType<typeof CLUE_NAMES.get>;
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === ((1 << 3) | BYTES)) {
        const start = reader.position + 1;
        reader.skip();
        const length = reader.position - start;
        const isCandidate = length < 32 && ((CLUE_LENGTHS >>> length) & 1) === 1;
        clue = isCandidate ? CLUE_NAMES.get(textOf(reader.bytes, reader.view, start, reader.position)) : undefined;
      } else if (clue !== undefined && tag === ((2 << 3) | BYTES)) clues[clue] = clueText(readAnyValue(reader));
      else reader.skip();
    }
    reader.leave(outerEnd);
  }
}

/** The content of `node` with the chosen records only; a group in which none is left is left out. */
function encodeFields(bytes: Buffer, node: Node, keeps: (record: SkimmedRecord) => boolean): Uint8Array {
  const kept: Uint8Array[] = [];
  for (const child of node.children) {
    if ("record" in child) {
      if (keeps(child.record)) kept.push(bytes.subarray(child.start, child.end));
    } else {
      const content = encodeFields(bytes, child, keeps);
      if (content.length > 0) kept.push(lengthDelimited(child.field, content));
    }
  }
  if (kept.length === 0) return new Uint8Array(0);
  const headers: Uint8Array[] = [];
  for (let at = 0; at < node.copied.length; at += 2) headers.push(bytes.subarray(node.copied[at], node.copied[at + 1]));
  return concatenated([...headers, ...kept]);
}
