"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Share } from "@/lib/model/shares";
import { isShareOpen, shareOpenedText, shareStateText, shareText } from "@/lib/view/shares";
import { useNow } from "./use-now";

interface ShareListProps {
  /** null: not here yet. */
  shares: Share[] | null;
  error: Error | null;
  onRevoke: (id: string) => Promise<unknown>;
}

/** The links to the session that still work, and who made them. */
export function ShareList({ shares, error, onRevoke }: ShareListProps) {
  const nowMs = useNow(false);
  const [refused, setRefused] = useState<Error | null>(null);
  const open = shares?.filter((share) => isShareOpen(share, nowMs)) ?? [];
  const failure = refused ?? error;
  return (
    <section aria-label="Open links" className="mt-5 border-line border-t pt-4">
      <h3 className="mb-2 font-[560]">Open links</h3>
      <p role="alert" className={failure ? "mb-2 break-words text-err" : "hidden"}>
        {failure?.message}
      </p>
      {shares === null && !error && <p className="text-mute">Loading…</p>}
      {shares !== null && open.length === 0 && <p className="text-mute">None.</p>}
      <ul className="flex flex-col gap-2.5">
        {open.map((share) => (
          <li key={share.id} className="flex items-start gap-3">
            <div className="min-w-0 flex-1">
              <p>
                {shareText(share)}, {shareStateText(share, nowMs)}
              </p>
              <p className="text-mute text-sm">
                {share.createdBy}, {shareOpenedText(share)}
              </p>
            </div>
            <Button
              size="sm"
              aria-label={`Take back the link by ${share.createdBy}, ${shareStateText(share, nowMs)}`}
              onClick={() => void onRevoke(share.id).then(() => setRefused(null), setRefused)}
            >
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
