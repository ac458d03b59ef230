"use client";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { MadeKey } from "@/lib/model/keys";
import { KeyRow } from "./key-row";
import { MadeKeyDialog } from "./made-key-dialog";
import { NewKeyDialog } from "./new-key-dialog";
import { RevokeKeyDialog } from "./revoke-key-dialog";
import { SettingState } from "./setting-state";
import { SettingsHead } from "./settings-head";
import { useKeys } from "./use-keys";

/** Key pairs of the project: what senders sign with, and what scripts read with. */
export function KeysScreen({ project }: { project: string }) {
  const { data, error, refetch, make, revoke } = useKeys(project);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  const [leaving, setLeaving] = useState<string | null>(null);
  const create = (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden className="size-3.5" />
      New key
    </Button>
  );
  return (
    <>
      <SettingsHead title="API keys" action={data && create}>
        A key pair says to which project agents, livekit-server and scripts belong. Create a second one before you
        revoke the first: both work meanwhile.
      </SettingsHead>
      {!data && <SettingState what="The keys" error={error} onRetry={() => void refetch()} />}
      {data?.keys.length === 0 && (
        <EmptyState title="No keys yet" icon={<KeyRound className="size-6" />}>
          Nobody can send to this project yet. Create a key with the scope ingest and put it into your agent's
          environment.
        </EmptyState>
      )}
      {data && data.keys.length > 0 && (
        <DataTable label="API keys" heads={["Key", "Label", "Scopes", "Made", "Last used", ""]}>
          {data.keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} onRevoke={() => setLeaving(key.id)} />
          ))}
        </DataTable>
      )}
      <NewKeyDialog
        isOpen={isMaking}
        onClose={() => setMaking(false)}
        onMake={async (input) => {
          setMade(await make(input));
          setMaking(false);
        }}
      />
      <MadeKeyDialog made={made} onClose={() => setMade(null)} />
      <RevokeKeyDialog keyId={leaving} onClose={() => setLeaving(null)} onRevoke={revoke} />
    </>
  );
}
