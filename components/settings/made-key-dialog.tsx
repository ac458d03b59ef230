"use client";
import { Dialog } from "@/components/ui/dialog";
import type { MadeKey } from "@/lib/model/keys";
import { SecretLines } from "./secret-lines";

interface MadeKeyDialogProps {
  made: MadeKey | null;
  onClose: () => void;
}

/** The only time that a secret is seen. */
export function MadeKeyDialog({ made, onClose }: MadeKeyDialogProps) {
  return (
    <Dialog
      title="Key created"
      description="Copy it now: the secret is never shown again. For an agent's environment:"
      isOpen={made !== null}
      onClose={onClose}
    >
      {made && (
        <SecretLines
          copy="Copy lines"
          lines={[
            `LIVEKIT_OBSERVABILITY_URL=${window.location.origin}`,
            `LIVEKIT_API_KEY=${made.id}`,
            `LIVEKIT_API_SECRET=${made.secret}`,
          ]}
        />
      )}
    </Dialog>
  );
}
