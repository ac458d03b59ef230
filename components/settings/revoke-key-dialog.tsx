"use client";
import { Dialog } from "@/components/ui/dialog";
import { TypedForm } from "@/components/ui/typed-form";

interface RevokeKeyDialogProps {
  keyId: string | null;
  onClose: () => void;
  onRevoke: (keyId: string) => Promise<void>;
}

export function RevokeKeyDialog({ keyId, onClose, onRevoke }: RevokeKeyDialogProps) {
  return (
    <Dialog
      title={`Revoke ${keyId ?? ""}`}
      description="Whoever uses it is refused within five seconds. There is no way back; agents need another key."
      isOpen={keyId !== null}
      onClose={onClose}
    >
      {keyId && (
        <TypedForm
          submit="Revoke key"
          expected={keyId}
          onConfirm={async () => {
            await onRevoke(keyId);
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}
