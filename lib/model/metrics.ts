import type { Attributes } from "./attributes";

/** One OTLP datapoint of a session. Histograms keep only what is useful: count, sum, min, max (PROTOCOL §7). */
export interface MetricPoint {
  name: string;
  unit: string;
  startNs: bigint;
  timeNs: bigint;
  value: number | null;
  histogram: { count: number; sum: number | null; min: number | null; max: number | null } | null;
  attributes: Attributes;
}
