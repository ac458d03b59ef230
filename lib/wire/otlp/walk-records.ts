import { AppError } from "@/lib/errors";
import { ByteTable } from "../protobuf/byte-table";
import { BYTES, ProtobufReader } from "../protobuf/reader";
import { readAttributeInto } from "./any-value";
import type { RejectedRecord, SentAttributes, SentResource, SentScope } from "./records";

/** Traces, logs and metrics share these numbers at each level. Source: opentelemetry-proto, collector and signal files. */
const RESOURCE_GROUP = (1 << 3) | BYTES;
const RESOURCE = (1 << 3) | BYTES;
const SCOPE_GROUP = (2 << 3) | BYTES;
const SCOPE = (1 << 3) | BYTES;
const RECORD = (2 << 3) | BYTES;
const RESOURCE_ATTRIBUTE = (1 << 3) | BYTES;
const SCOPE_NAME = (1 << 3) | BYTES;
const SCOPE_VERSION = (2 << 3) | BYTES;
const SCOPE_ATTRIBUTE = (3 << 3) | BYTES;

export type RecordVisitor = (reader: ProtobufReader, resource: SentResource, scope: SentScope) => void;

/**
 * Walks an export request of any signal and hands each span, log record or metric to `visit`, with the reader bounded to
 * it. Resource and scope are filled in as they come, so their order on the wire does not matter.
 * Errors: AppError `invalid` when the frame is malformed; a record malformed inside its own bounds goes to `rejected`.
 * Source: opentelemetry-proto, messages Export*ServiceRequest, Resource*, Scope*.
 */
export function walkRecords(body: Uint8Array, rejected: RejectedRecord[], visit: RecordVisitor): void {
  const reader = new ProtobufReader(body);
  let index = 0;

  function readRecord(resource: SentResource, scope: SentScope): void {
    const outerEnd = reader.enter();
    const recordEnd = reader.end;
    try {
      visit(reader, resource, scope);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      rejected.push({ index, reason: error.message });
      reader.end = recordEnd;
    }
    reader.leave(outerEnd);
    index++;
  }

  function readScopeGroup(resource: SentResource): void {
    const outerEnd = reader.enter();
    const scope: SentScope = { name: "", version: "", attributes: {} };
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === RECORD) readRecord(resource, scope);
      else if (tag === SCOPE) readScopeInto(reader, scope);
      else reader.skip();
    }
    reader.leave(outerEnd);
  }

  while (reader.hasMore()) {
    if (reader.tag() !== RESOURCE_GROUP) {
      reader.skip();
      continue;
    }
    const outerEnd = reader.enter();
    const resource: SentResource = { attributes: {} };
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === SCOPE_GROUP) readScopeGroup(resource);
      else if (tag === RESOURCE) readResourceInto(reader, resource);
      else reader.skip();
    }
    reader.leave(outerEnd);
  }
}

/** Each of a session's hundred requests begins with the same resource: its attributes are a fifth of all. */
const resources = new ByteTable<SentAttributes>(64, 1024);

/** A resource's attributes may be other requests' too: what a second message adds, it adds to a copy. */
function readResourceInto(reader: ProtobufReader, resource: SentResource): void {
  const outerEnd = reader.enter();
  const start = reader.position;
  const length = reader.end - start;
  let attributes = resources.find(reader.view, start, length);
  if (attributes === undefined) {
    attributes = readAttributes(reader);
    resources.keep(reader.view, start, length, attributes);
  }
  reader.leave(outerEnd);
  const isFirst = Object.keys(resource.attributes).length === 0;
  resource.attributes = isFirst ? attributes : { ...resource.attributes, ...attributes };
}

function readAttributes(reader: ProtobufReader): SentAttributes {
  const attributes: SentAttributes = {};
  while (reader.hasMore()) {
    if (reader.tag() === RESOURCE_ATTRIBUTE) readAttributeInto(reader, attributes);
    else reader.skip();
  }
  return attributes;
}

function readScopeInto(reader: ProtobufReader, scope: SentScope): void {
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === SCOPE_NAME) scope.name = reader.text();
    else if (tag === SCOPE_VERSION) scope.version = reader.text();
    else if (tag === SCOPE_ATTRIBUTE) readAttributeInto(reader, scope.attributes);
    else reader.skip();
  }
  reader.leave(outerEnd);
}
