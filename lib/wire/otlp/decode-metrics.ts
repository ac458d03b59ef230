import { BYTES, FIXED64, type ProtobufReader, VARINT } from "../protobuf/reader";
import { readAttributeInto } from "./any-value";
import { CUMULATIVE, METRIC_DATA } from "./metric-layouts";
import type { RejectedRecord, SentMetricPoint, SentResource, SentScope } from "./records";
import { walkRecords } from "./walk-records";

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
  let isCumulative = false;
  while (reader.hasMore()) {
    const tag = reader.tag();
    const data = (tag & 7) === BYTES ? METRIC_DATA[tag >>> 3] : undefined;
    if (tag === ((1 << 3) | BYTES)) name = reader.text();
    else if (tag === ((3 << 3) | BYTES)) unit = reader.text();
    else if (data) {
      const outerEnd = reader.enter();
      while (reader.hasMore()) {
        const field = reader.tag();
        if (field === ((1 << 3) | BYTES)) points.push(readPoint(reader, data, resource, scope));
        else if (field === ((2 << 3) | VARINT)) isCumulative = reader.varint32() === CUMULATIVE;
        else reader.skip();
      }
      reader.leave(outerEnd);
    } else reader.skip();
  }
  // Name, unit and temporality may follow the points on the wire.
  for (const point of points) {
    point.name = name;
    point.unit = unit;
    point.isCumulative = isCumulative;
  }
  return points;
}

function readPoint(
  reader: ProtobufReader,
  data: (typeof METRIC_DATA)[number],
  resource: SentResource,
  scope: SentScope,
): SentMetricPoint {
  const point: SentMetricPoint = {
    name: "",
    unit: "",
    kind: data.kind,
    isCumulative: false,
    startNs: 0n,
    timeNs: 0n,
    value: null,
    histogram: data.isNumber ? null : { count: 0, sum: null, min: null, max: null },
    attributes: {},
    resource,
    scope,
  };
  const fields = data.layout;
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
