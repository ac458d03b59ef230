import type { LogRecord } from "@/lib/model/logs";
import type { SessionRecords } from "@/lib/model/records";
import type { Span } from "@/lib/model/spans";
import type { TimelineRecord } from "@/lib/model/timeline";
import type { ChatItem } from "@/lib/model/turns";
import { toFullInput } from "@/lib/normalise/input-delta";
import { toTimelineLog } from "./logs";
import { toPositionMs } from "./positions";
import { toTimelineSpan } from "./spans";
import { toTimelineItem } from "./turns";

/** The record of that id, in the order spans, items, logs; null when there is none. Pure. */
export function findRecord(records: SessionRecords, recordId: string): TimelineRecord | null {
  const { startNs } = records.facts;
  const span = records.spans.find((one) => one.spanId === recordId);
  if (span) return fromSpan(span, records);
  const item = records.items.find((one) => one.id === recordId);
  if (item) return fromItem(item, startNs);
  const log = records.logs.find((one) => one.id === recordId);
  return log ? fromLog(log, startNs) : null;
}

/** Here, and only here, nothing is cut. */
const WHOLE = Number.POSITIVE_INFINITY;

const EMPTY = {
  span: null,
  log: null,
  item: null,
  attributes: {},
  sent: null,
  events: [],
  resource: {},
  receivedAt: null,
};

function fromSpan(span: Span, { spans, facts: { startNs } }: SessionRecords): TimelineRecord {
  const fullInput = toFullInput(span, spans);
  return {
    ...EMPTY,
    kind: "span",
    id: span.spanId,
    span: toTimelineSpan(span, startNs, WHOLE),
    // A sender may record only what is new of a model's input; a person wants to read what the model read.
    attributes: fullInput?.attributes ?? span.attributes,
    isInputWhole: fullInput?.isWhole ?? true,
    sent: {
      attributes: span.sentAttributes,
      statusMessage: span.statusMessage,
      scope: span.scopeName,
      ...(span.links === undefined ? {} : { links: span.links }),
      startedAtUnixNs: String(span.startNs),
      endedAtUnixNs: span.endNs === null ? null : String(span.endNs),
    },
    events: span.events.map((event) => ({
      name: event.name,
      atMs: toPositionMs(event.timeNs, startNs),
      attributes: event.attributes,
    })),
    resource: span.resource,
    receivedAt: span.receivedAt.toISOString(),
  };
}

function fromLog(log: LogRecord, startNs: bigint): TimelineRecord {
  return {
    ...EMPTY,
    kind: "log",
    id: log.id,
    log: toTimelineLog(log, startNs, WHOLE),
    attributes: log.attributes,
    sent: {
      body: log.body,
      ...(log.eventName === undefined ? {} : { eventName: log.eventName }),
      attributes: log.sentAttributes,
      traceId: log.traceId,
      atUnixNs: String(log.timeNs),
    },
    resource: log.resource,
    receivedAt: log.receivedAt.toISOString(),
  };
}

function fromItem(item: ChatItem, startNs: bigint): TimelineRecord {
  return { ...EMPTY, kind: "item", id: item.id, item: toTimelineItem(item, startNs, WHOLE), sent: item.sent };
}
