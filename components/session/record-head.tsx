"use client";
import { CopyButton } from "@/components/ui/copy-button";
import { formatInstant } from "@/lib/view/format";
import type { RecordHead as Head } from "@/lib/view/record-facts";
import { addressOfRow } from "./address-keeper";
import { IdChip } from "./id-chip";
import { useStage } from "./stage";

interface RecordHeadProps {
  recordId: string;
  head: Head | null;
}

/** What the record is, when it was by both clocks, its ids, the link to it. */
export function RecordHead({ recordId, head }: RecordHeadProps) {
  const stage = useStage();
  const { timeline, rows } = stage;
  const span = timeline.spans.find((one) => one.id === recordId);
  const row = rows.find((one) => one.id === recordId);
  const instant = new Date(Date.parse(timeline.session.startedAt) + (head?.atMs ?? 0)).toISOString();
  return (
    <header>
      <div className="flex items-start gap-2">
        <h2 className={`min-w-0 flex-1 break-words font-semibold text-lg ${head?.tone === "error" ? "text-err" : ""}`}>
          {head?.title ?? "Record"}
        </h2>
        {row && <CopyButton label="Link to this" value={() => addressOfRow(stage, row)} className="-my-1 size-7!" />}
      </div>
      <p className="mono text-mute">{head?.when}</p>
      {head && <p className="text-faint text-xs">{formatInstant(instant)}</p>}
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        <IdChip name={span ? "span id" : "record id"} value={recordId} />
        {span && <IdChip name="trace id" value={span.traceId} />}
        {head?.ids.map((id) => (
          <IdChip key={id.text} name={id.name} value={id.text} />
        ))}
      </div>
    </header>
  );
}
