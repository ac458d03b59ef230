import Link from "next/link";
import { Button } from "@/components/ui/button";
import { TimeText } from "@/components/ui/time-text";
import type { Hold } from "@/lib/model/retention";
import { sessionPath } from "@/lib/view/paths";

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
        <Link href={sessionPath(project, sessionId)} className="underline underline-offset-2">
          {sessionId}
        </Link>
      </td>
      <td className="min-w-40 break-words">{reason}</td>
      <td className="whitespace-nowrap">{heldBy}</td>
      <td>
        <TimeText at={heldAt} />
      </td>
      <td className="text-right">
        <Button size="sm" aria-label={`Lift the hold of ${sessionId}`} onClick={onLift}>
          Lift
        </Button>
      </td>
    </tr>
  );
}
