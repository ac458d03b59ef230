/** What became of runtime lines that this process took in. */
export interface LineCounts {
  accepted: number;
  doubled: number;
  dropped: number;
  rejected: number;
}

/** Next.js's bundle and ours each hold a copy of this module in one process: they must count in one place. */
const KEY = Symbol.for("earshot.line-figures");
const holder = globalThis as { [KEY]?: LineCounts };

/** Counts the lines of one request, after they are stored. */
export function countLines(counts: LineCounts): void {
  const total = totals();
  for (const name of OUTCOMES) total[name] += counts[name];
}

/** The counts in Prometheus' text format. Source: Prometheus text exposition format 0.0.4. */
export function lineFigures(): string {
  const total = totals();
  return [
    "# HELP earshot_runtime_lines_total Runtime lines that this process took in, by what became of them",
    "# TYPE earshot_runtime_lines_total counter",
    ...OUTCOMES.map((name) => `earshot_runtime_lines_total{outcome="${name}"} ${total[name]}`),
    "",
  ].join("\n");
}

const OUTCOMES = ["accepted", "doubled", "dropped", "rejected"] as const;

function totals(): LineCounts {
  holder[KEY] ??= { accepted: 0, doubled: 0, dropped: 0, rejected: 0 };
  return holder[KEY];
}
