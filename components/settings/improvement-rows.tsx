import { Button } from "@/components/ui/button";
import type { ImprovementRecord } from "@/lib/model/improvement";
import { formatDuration, formatWhole } from "@/lib/view/format";
import { SettingTable } from "./setting-table";

interface ImprovementRowsProps {
  records: ImprovementRecord[];
  onDelete: (id: string) => Promise<void>;
}

/** What single sessions have left. */
export function ImprovementRows({ records, onDelete }: ImprovementRowsProps) {
  return (
    <SettingTable
      label="Kept figures"
      heads={["Month", "SDK", "Length", "Turns", "Tools", "Tokens in", "Tokens out", ""]}
    >
      {records.map(({ id, month, figures }) => (
        <tr key={id}>
          <td className="whitespace-nowrap">{month}</td>
          <td className="whitespace-nowrap">{[figures.language, figures.sdkVersion].filter(Boolean).join(" ")}</td>
          <td className="tabular-nums">{formatDuration(figures.durationMs)}</td>
          <td className="tabular-nums">{formatWhole(figures.turns.length)}</td>
          <td className="tabular-nums">{formatWhole(figures.toolCallCount)}</td>
          <td className="tabular-nums">{formatWhole(sum(figures.usage.map(({ inputTokens }) => inputTokens)))}</td>
          <td className="tabular-nums">{formatWhole(sum(figures.usage.map(({ outputTokens }) => outputTokens)))}</td>
          <td className="text-right">
            <Button size="sm" aria-label={`Delete the figures ${id}`} onClick={() => void onDelete(id)}>
              Delete
            </Button>
          </td>
        </tr>
      ))}
    </SettingTable>
  );
}

/** null: nobody reported any. */
function sum(counts: (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
}
