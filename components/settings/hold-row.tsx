import Link from "next/link";
import { Button } from "@/components/ui/button";
import type { Hold } from "@/lib/model/retention";
import { formatDateTime } from "@/lib/view/format";

interface HoldRowProps {
  project: string;
  hold: Hold;
  onLift: () => void;
}

export function HoldRow({ project, hold, onLift }: HoldRowProps) {
  const { sessionId, reason, heldBy, heldAt } = hold;
  return (
    <tr>
      <td className="mono">
        <Link
          href={`/p/${encodeURIComponent(project)}/sessions/${encodeURIComponent(sessionId)}`}
          className="underline underline-offset-2"
        >
          {sessionId}
        </Link>
      </td>
      <td className="min-w-40 break-words">{reason}</td>
      <td className="whitespace-nowrap">{heldBy}</td>
      <td className="whitespace-nowrap">{formatDateTime(heldAt)}</td>
      <td className="text-right">
        <Button size="sm" aria-label={`Lift the hold of ${sessionId}`} onClick={onLift}>
          Lift
        </Button>
      </td>
    </tr>
  );
}
