import { BYTES, FIXED64, type ProtobufReader } from "../protobuf/reader";
import { readAttributeInto } from "./any-value";
import type { RejectedRecord, SentMetricPoint, SentResource, SentScope } from "./records";
import { walkRecords } from "./walk-records";

type Kind = SentMetricPoint["kind"];

/** The `data` oneof of a Metric: field number to how its points are read. Exponential histograms and summaries are "other". */
const DATA_FIELDS: Record<number, { kind: Kind; layout: PointLayout }> = {
  5: { kind: "gauge", layout: "number" },
  7: { kind: "sum", layout: "number" },
  9: { kind: "histogram", layout: "histogram" },
  10: { kind: "other", layout: "exponential" },
  11: { kind: "other", layout: "summary" },
};
type PointLayout = "number" | "histogram" | "exponential" | "summary";

/** Where each layout keeps its attributes, minimum and maximum; 0 = has none. Time, start, count and sum are alike in all. */
export const POINT_FIELDS: Record<PointLayout, { attributes: number; min: number; max: number }> = {
  number: { attributes: 7, min: 0, max: 0 },
  histogram: { attributes: 9, min: 11, max: 12 },
  exponential: { attributes: 1, min: 12, max: 13 },
  summary: { attributes: 7, min: 0, max: 0 },
};

/**
 * Decodes an ExportMetricsServiceRequest into one record per datapoint; buckets, quantiles and exemplars are left out.
 * Units: Unix nanoseconds; values in the metric's own `unit`.
 * Errors: AppError `invalid` with the byte offset when the request is malformed; a metric malformed inside its own bounds
 * is left out and named in `rejected`, if given.
 * Source: opentelemetry-proto, metrics.proto.
 */
export function decodeMetrics(body: Uint8Array, rejected: RejectedRecord[] = []): SentMetricPoint[] {
  const points: SentMetricPoint[] = [];
  walkRecords(body, rejected, (reader, resource, scope) => {
    for (const point of readMetric(reader, resource, scope)) points.push(point);
  });
  return points;
}

function readMetric(reader: ProtobufReader, resource: SentResource, scope: SentScope): SentMetricPoint[] {
  const points: SentMetricPoint[] = [];
  let name = "";
  let unit = "";
  while (reader.hasMore()) {
    const tag = reader.tag();
    const data = (tag & 7) === BYTES ? DATA_FIELDS[tag >>> 3] : undefined;
    if (tag === ((1 << 3) | BYTES)) name = reader.text();
    else if (tag === ((3 << 3) | BYTES)) unit = reader.text();
    else if (data) {
      const outerEnd = reader.enter();
      while (reader.hasMore()) {
        if (reader.tag() === ((1 << 3) | BYTES)) points.push(readPoint(reader, data, resource, scope));
        else reader.skip();
      }
      reader.leave(outerEnd);
    } else reader.skip();
  }
  // Name and unit may follow the data on the wire.
  for (const point of points) {
    point.name = name;
    point.unit = unit;
  }
  return points;
}

function readPoint(
  reader: ProtobufReader,
  data: { kind: Kind; layout: PointLayout },
  resource: SentResource,
  scope: SentScope,
): SentMetricPoint {
  const point: SentMetricPoint = {
    name: "",
    unit: "",
    kind: data.kind,
    startNs: 0n,
    timeNs: 0n,
    value: null,
    histogram: data.layout === "number" ? null : { count: 0, sum: null, min: null, max: null },
    attributes: {},
    resource,
    scope,
  };
  const fields = POINT_FIELDS[data.layout];
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === ((2 << 3) | FIXED64)) point.startNs = reader.fixed64();
    else if (tag === ((3 << 3) | FIXED64)) point.timeNs = reader.fixed64();
    else if (tag === ((fields.attributes << 3) | BYTES)) readAttributeInto(reader, point.attributes);
    else if (!readPointValue(reader, tag, point, fields)) reader.skip();
  }
  reader.leave(outerEnd);
  return point;
}

function readPointValue(
  reader: ProtobufReader,
  tag: number,
  point: SentMetricPoint,
  fields: { min: number; max: number },
): boolean {
  const histogram = point.histogram;
  if (histogram === null) {
    if (tag === ((4 << 3) | FIXED64)) point.value = reader.double();
    else if (tag === ((6 << 3) | FIXED64)) point.value = reader.sfixed64Number();
    else return false;
    return true;
  }
  if (tag === ((4 << 3) | FIXED64)) histogram.count = reader.fixed64Number();
  else if (tag === ((5 << 3) | FIXED64)) histogram.sum = reader.double();
  else if (fields.min !== 0 && tag === ((fields.min << 3) | FIXED64)) histogram.min = reader.double();
  else if (fields.max !== 0 && tag === ((fields.max << 3) | FIXED64)) histogram.max = reader.double();
  else return false;
  return true;
}
