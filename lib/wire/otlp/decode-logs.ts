import { BYTES, FIXED64, type ProtobufReader, VARINT } from "../protobuf/reader";
import { readAnyValue, readAttributeInto } from "./any-value";
import { emptyAttributes } from "./empty-attributes";
import type { RejectedRecord, SentLog, SentResource, SentScope } from "./records";
import { walkRecords } from "./walk-records";

/**
 * Decodes an ExportLogsServiceRequest. Severity 0 with text "unspecified" is normal for chat records.
 * Units: Unix nanoseconds; ids in lower-case hex, "" when absent.
 * Errors: AppError `invalid` with the byte offset when the request is malformed; a record malformed inside its own bounds
 * is left out and named in `rejected`, if given.
 * Source: opentelemetry-proto, logs.proto.
 */
export function decodeLogs(body: Uint8Array, rejected: RejectedRecord[] = []): SentLog[] {
  const logs: SentLog[] = [];
  walkRecords(body, rejected, (reader, resource, scope) => {
    logs.push(readLog(reader, resource, scope));
  });
  return logs;
}

function readLog(reader: ProtobufReader, resource: SentResource, scope: SentScope): SentLog {
  const log: SentLog = {
    timeNs: 0n,
    observedNs: 0n,
    severityNumber: 0,
    severityText: "",
    body: null,
    attributes: emptyAttributes(),
    traceId: "",
    spanId: "",
    resource,
    scope,
  };
  while (reader.hasMore()) readLogField(reader, reader.tag(), log);
  return log;
}

function readLogField(reader: ProtobufReader, tag: number, log: SentLog): void {
  switch (tag) {
    case (1 << 3) | FIXED64:
      log.timeNs = reader.fixed64();
      break;
    case (2 << 3) | VARINT:
      log.severityNumber = reader.varint32();
      break;
    case (3 << 3) | BYTES:
      log.severityText = reader.text();
      break;
    case (5 << 3) | BYTES:
      log.body = readAnyValue(reader);
      break;
    case (6 << 3) | BYTES:
      readAttributeInto(reader, log.attributes);
      break;
    case (9 << 3) | BYTES:
      log.traceId = reader.id();
      break;
    case (10 << 3) | BYTES:
      log.spanId = reader.id();
      break;
    case (11 << 3) | FIXED64:
      log.observedNs = reader.fixed64();
      break;
    case (12 << 3) | BYTES:
      log.eventName = reader.text();
      break;
    default:
      reader.skip();
  }
}
