import { BYTES, FIXED64, type ProtobufReader, VARINT } from "../protobuf/reader";
import { readAttributeInto } from "./any-value";
import { emptyAttributes } from "./empty-attributes";
import type { RejectedRecord, SentAttributes, SentEvent, SentLink, SentResource, SentScope, SentSpan } from "./records";
import { walkRecords } from "./walk-records";

/**
 * Decodes an ExportTraceServiceRequest. Attribute names and values stay as sent; flags are left out.
 * Units: Unix nanoseconds; ids in lower-case hex, "" when absent.
 * Errors: AppError `invalid` with the byte offset when the request is malformed; a span malformed inside its own bounds is
 * left out and named in `rejected`, if given.
 * Source: opentelemetry-proto, trace.proto.
 */
export function decodeTraces(body: Uint8Array, rejected: RejectedRecord[] = []): SentSpan[] {
  const spans: SentSpan[] = [];
  walkRecords(body, rejected, (reader, resource, scope) => {
    spans.push(readSpan(reader, resource, scope));
  });
  return spans;
}

function readSpan(reader: ProtobufReader, resource: SentResource, scope: SentScope): SentSpan {
  const span: SentSpan = {
    traceId: "",
    spanId: "",
    parentSpanId: "",
    name: "",
    kind: 0,
    startNs: 0n,
    endNs: 0n,
    attributes: emptyAttributes(),
    events: [],
    statusCode: 0,
    statusMessage: "",
    resource,
    scope,
  };
  while (reader.hasMore()) readSpanField(reader, reader.tag(), span);
  return span;
}

function readSpanField(reader: ProtobufReader, tag: number, span: SentSpan): void {
  switch (tag) {
    case (1 << 3) | BYTES:
      span.traceId = reader.id();
      break;
    case (2 << 3) | BYTES:
      span.spanId = reader.id();
      break;
    case (4 << 3) | BYTES:
      span.parentSpanId = reader.id();
      break;
    case (5 << 3) | BYTES:
      span.name = reader.text();
      break;
    case (6 << 3) | VARINT:
      span.kind = reader.varint32();
      break;
    case (7 << 3) | FIXED64:
      span.startNs = reader.fixed64();
      break;
    case (8 << 3) | FIXED64:
      span.endNs = reader.fixed64();
      break;
    case (9 << 3) | BYTES:
      readAttributeInto(reader, span.attributes);
      break;
    case (11 << 3) | BYTES:
      span.events.push(readEvent(reader));
      break;
    case (13 << 3) | BYTES:
      span.links ??= [];
      span.links.push(readLink(reader));
      break;
    case (15 << 3) | BYTES:
      readStatusInto(reader, span);
      break;
    default:
      reader.skip();
  }
}

function readEvent(reader: ProtobufReader): SentEvent {
  const outerEnd = reader.enter();
  let name = "";
  let timeNs = 0n;
  const attributes: SentAttributes = {};
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | FIXED64)) timeNs = reader.fixed64();
    else if (tag === ((2 << 3) | BYTES)) name = reader.text();
    else if (tag === ((3 << 3) | BYTES)) readAttributeInto(reader, attributes);
    else reader.skip();
  }
  reader.leave(outerEnd);
  return { name, timeNs, attributes };
}

function readLink(reader: ProtobufReader): SentLink {
  const outerEnd = reader.enter();
  const link: SentLink = { traceId: "", spanId: "", attributes: {} };
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | BYTES)) link.traceId = reader.id();
    else if (tag === ((2 << 3) | BYTES)) link.spanId = reader.id();
    else if (tag === ((4 << 3) | BYTES)) readAttributeInto(reader, link.attributes);
    else reader.skip();
  }
  reader.leave(outerEnd);
  return link;
}

function readStatusInto(reader: ProtobufReader, span: SentSpan): void {
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === ((2 << 3) | BYTES)) span.statusMessage = reader.text();
    else if (tag === ((3 << 3) | VARINT)) span.statusCode = reader.varint32();
    else reader.skip();
  }
  reader.leave(outerEnd);
}
