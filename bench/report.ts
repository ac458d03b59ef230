import { cpus, totalmem } from "node:os";

/** One figure beside what the design promises. */
export interface Figure {
  what: string;
  unit: string;
  measured: number;
  /** At most, or at least, this much; null has no promise. */
  hold: { most: number } | { least: number } | null;
  /** What a server that does nothing but commit comes to on this machine (`bare.ts`). */
  bare?: number;
}

/** The value that a share of all values does not exceed (nearest rank); NaN of none. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** A Markdown table of all figures, with what they were measured on. */
export function formatReport(figures: Figure[], conditions: string[]): string {
  const rows = figures.map((figure) => {
    const bare = figure.bare === undefined ? "" : `${round(figure.bare)} ${figure.unit}`;
    const cells = [figure.what, formatHold(figure), `${round(figure.measured)} ${figure.unit}`, verdict(figure), bare];
    return `| ${cells.join(" | ")} |`;
  });
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  return [
    ...[`- ${machine}; the load generator runs on the same cores.`, ...conditions.map((line) => `- ${line}`)],
    "",
    "| what | hold | measured here | | a bare server here |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function formatHold({ hold, unit }: Figure): string {
  if (hold === null) return "";
  return "most" in hold ? `≤ ${hold.most} ${unit}` : `≥ ${hold.least} ${unit}`;
}

function verdict({ hold, measured }: Figure): string {
  if (hold === null) return "";
  return ("most" in hold ? measured <= hold.most : measured >= hold.least) ? "holds" : "misses";
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
