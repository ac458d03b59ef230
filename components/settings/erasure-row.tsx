import { Button } from "@/components/ui/button";
import { Figure } from "@/components/ui/data-table";
import { TimeText } from "@/components/ui/time-text";
import type { Erasure } from "@/lib/model/erasures";
import { formatWhole } from "@/lib/view/format";

const STATES: Record<Erasure["state"], string> = { running: "Running…", done: "Erased", failed: "Failed" };

/** One erasure, with its receipt as a file. */
export function ErasureRow({ erasure }: { erasure: Erasure }) {
  const kept = erasure.matched.filter(({ keptBecause }) => keptBecause !== null).length;
  const receipt = `data:application/json,${encodeURIComponent(JSON.stringify(erasure, null, 2))}`;
  return (
    <tr>
      <td>
        <TimeText at={erasure.askedAt} />
      </td>
      <td className="whitespace-nowrap">{erasure.askedBy}</td>
      <td className="min-w-32 break-all">{Object.values(erasure.subject).join(" ")}</td>
      <td className="min-w-28">
        {erasure.dryRun ? <span className="text-mute">Preview</span> : STATES[erasure.state]}
        {kept > 0 && <p className="text-sm text-tool">{formatWhole(kept)} held, kept</p>}
        {erasure.failure && <p className="text-err text-sm">{erasure.failure}</p>}
      </td>
      <Figure>{formatWhole(erasure.sessions)}</Figure>
      <Figure>{formatWhole(erasure.blobs)}</Figure>
      <td className="text-right">
        <Button size="sm" asChild>
          <a href={receipt} download={`erasure-${erasure.id}.json`}>
            Receipt
          </a>
        </Button>
      </td>
    </tr>
  );
}
