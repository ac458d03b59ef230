import type { Attributes } from "./attributes";

/** One OTLP datapoint of a session. Histograms keep only what is useful: count, sum, min, max (PROTOCOL §7). */
export interface MetricPoint {
  name: string;
  unit: string;
  /** A later point of the same start holds this one; else each tells what is new. */
  isCumulative: boolean;
  startNs: bigint;
  timeNs: bigint;
  value: number | null;
  histogram: { count: number; sum: number | null; min: number | null; max: number | null } | null;
  attributes: Attributes;
}
