import Link from "next/link";
import { Button } from "@/components/ui/button";
import type { Share } from "@/lib/model/shares";
import { sessionPath } from "@/lib/view/paths";
import { isShareOpen, shareOpenedText, shareStateText, shareText } from "@/lib/view/shares";

interface ShareRowProps {
  project: string;
  share: Share;
  nowMs: number;
  onRevoke: () => void;
}

/** One link: void ones stay in the list, so that one sees who could see what until when. */
export function ShareRow({ project, share, nowMs, onRevoke }: ShareRowProps) {
  const isOpen = isShareOpen(share, nowMs);
  return (
    <tr className={isOpen ? "align-top" : "align-top text-mute"}>
      <td className="mono">
        <Link href={sessionPath(project, share.sessionId)} className="underline underline-offset-2">
          {share.sessionId}
        </Link>
      </td>
      <td className="whitespace-nowrap">{shareText(share)}</td>
      <td className="whitespace-nowrap">{share.createdBy}</td>
      <td className="min-w-44">{shareStateText(share, nowMs)}</td>
      <td className="min-w-44">{shareOpenedText(share)}</td>
      <td className="text-right">
        {isOpen && (
          <Button size="sm" aria-label={`Take back the link to ${share.sessionId}`} onClick={onRevoke}>
            Take back
          </Button>
        )}
      </td>
    </tr>
  );
}
