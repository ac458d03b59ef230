import type { MetricPoint } from "@/lib/model/metrics";
import type { SentMetricPoint } from "@/lib/wire/otlp/records";
import { compareNs } from "./instants";

/**
 * A session's datapoints, each once: LiveKit's are deltas, so a batch that was sent again would count twice.
 * Units: Unix nanoseconds; values in the metric's own unit.
 * Source: opentelemetry-proto, metrics.proto; PROTOCOL §2 (delta temporality), §7.
 */
export function toMetrics(sent: readonly SentMetricPoint[]): MetricPoint[] {
  const seen = new Set<string>();
  const points: { key: string; point: MetricPoint }[] = [];
  for (const { name, unit, isCumulative, startNs, timeNs, value, histogram, attributes } of sent) {
    const key = `${name} ${startNs} ${timeNs} ${JSON.stringify(attributes)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    points.push({ key, point: { name, unit, isCumulative, startNs, timeNs, value, histogram, attributes } });
  }
  points.sort((a, b) => compareNs(a.point.timeNs, b.point.timeNs) || (a.key < b.key ? -1 : 1));
  return points.map(({ point }) => point);
}
