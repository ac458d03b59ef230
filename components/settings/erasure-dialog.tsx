"use client";
import { Dialog } from "@/components/ui/dialog";
import { TypedForm } from "@/components/ui/typed-form";
import type { Erasure, ErasureSubject } from "@/lib/model/erasures";
import { formatBytes, formatDateTime, formatPlural } from "@/lib/view/format";

interface ErasureDialogProps {
  preview: Erasure | null;
  onClose: () => void;
  onErase: (subject: ErasureSubject) => Promise<void>;
}

const SHOWN_MAX = 20;

/** What an erasure would take; whoever means it types whom it is about. */
export function ErasureDialog({ preview, onClose, onErase }: ErasureDialogProps) {
  const about = Object.values(preview?.subject ?? {}).join(" ");
  return (
    <Dialog title={`Erase ${about}`} isOpen={preview !== null} onClose={onClose}>
      {preview && preview.matched.length === 0 && (
        <p>
          Nothing of <b>{about}</b> is kept in this project.
        </p>
      )}
      {preview && preview.matched.length > 0 && (
        <div className="flex flex-col gap-4">
          <p>
            {formatPlural(preview.sessions, "session")}, {formatPlural(preview.blobs, "file")},{" "}
            {formatPlural(preview.rows, "row")}, {formatBytes(preview.bytes)}. There is no way back.
          </p>
          <ul className="max-h-48 overflow-y-auto rounded-lg border border-line">
            {preview.matched.slice(0, SHOWN_MAX).map(({ sessionId, startedAt, keptBecause }) => (
              <li key={sessionId} className="flex flex-wrap gap-x-3 border-line px-3 py-1.5 [&+&]:border-t">
                <span className="mono min-w-0 break-all">{sessionId}</span>
                <span className="text-mute">{startedAt ? formatDateTime(startedAt) : "webhooks only"}</span>
                {keptBecause && <span className="text-tool">stays: {keptBecause}</span>}
              </li>
            ))}
            {preview.matched.length > SHOWN_MAX && (
              <li className="px-3 py-1.5 text-mute">
                and {formatPlural(preview.matched.length - SHOWN_MAX, "more", "more")}
              </li>
            )}
          </ul>
          {preview.sessions > 0 && (
            <TypedForm submit="Erase for good" expected={about} onConfirm={() => onErase(preview.subject)} />
          )}
        </div>
      )}
    </Dialog>
  );
}
