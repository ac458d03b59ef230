import { Button } from "@/components/ui/button";
import { DataTable, Figure } from "@/components/ui/data-table";
import type { ImprovementRecord } from "@/lib/model/improvement";
import { formatDuration, formatWhole } from "@/lib/view/format";

interface ImprovementRowsProps {
  records: ImprovementRecord[];
  onDelete: (id: string) => Promise<void>;
}

const HEADS = [
  "Month",
  "SDK",
  { text: "Length", isFigure: true },
  { text: "Turns", isFigure: true },
  { text: "Tools", isFigure: true },
  { text: "Tokens in", isFigure: true },
  { text: "Tokens out", isFigure: true },
  "",
];

/** What single sessions have left. */
export function ImprovementRows({ records, onDelete }: ImprovementRowsProps) {
  return (
    <DataTable label="Kept figures" heads={HEADS}>
      {records.map(({ id, month, figures }) => (
        <tr key={id}>
          <td className="whitespace-nowrap">{month}</td>
          <td className="whitespace-nowrap">{[figures.language, figures.sdkVersion].filter(Boolean).join(" ")}</td>
          <Figure>{formatDuration(figures.durationMs)}</Figure>
          <Figure>{formatWhole(figures.turns.length)}</Figure>
          <Figure>{formatWhole(figures.toolCallCount)}</Figure>
          <Figure>{formatWhole(sum(figures.usage.map(({ inputTokens }) => inputTokens)))}</Figure>
          <Figure>{formatWhole(sum(figures.usage.map(({ outputTokens }) => outputTokens)))}</Figure>
          <td className="text-right">
            <Button size="sm" aria-label={`Delete the figures ${id}`} onClick={() => void onDelete(id)}>
              Delete
            </Button>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** null: nobody reported any. */
function sum(counts: (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
}
