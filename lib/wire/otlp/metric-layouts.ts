/** Where a kind of datapoint keeps its attributes, minimum and maximum; 0 = has none. Times, count and sum are alike in all. */
export interface MetricLayout {
  attributes: number;
  min: number;
  max: number;
}

const NUMBER: MetricLayout = { attributes: 7, min: 0, max: 0 };
const HISTOGRAM: MetricLayout = { attributes: 9, min: 11, max: 12 };
const EXPONENTIAL: MetricLayout = { attributes: 1, min: 12, max: 13 };
const SUMMARY: MetricLayout = { attributes: 7, min: 0, max: 0 };

/**
 * The `data` oneof of a Metric: field number to how its points are laid out.
 * Source: opentelemetry-proto, metrics.proto, messages Metric, NumberDataPoint, HistogramDataPoint,
 * ExponentialHistogramDataPoint, SummaryDataPoint.
 */
export const METRIC_DATA: Readonly<
  Record<number, { kind: "gauge" | "sum" | "histogram" | "other"; isNumber: boolean; layout: MetricLayout }>
> = {
  5: { kind: "gauge", isNumber: true, layout: NUMBER },
  7: { kind: "sum", isNumber: true, layout: NUMBER },
  9: { kind: "histogram", isNumber: false, layout: HISTOGRAM },
  10: { kind: "other", isNumber: false, layout: EXPONENTIAL },
  11: { kind: "other", isNumber: false, layout: SUMMARY },
};

/** AGGREGATION_TEMPORALITY_CUMULATIVE, field 2 of sums and histograms. Source: opentelemetry-proto, metrics.proto. */
export const CUMULATIVE = 2;
