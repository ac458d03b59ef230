"use client";
import { Link2 } from "lucide-react";
import { useState } from "react";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Refusal } from "./refusal";
import { SettingState } from "./setting-state";
import { SettingsHead } from "./settings-head";
import { ShareRow } from "./share-row";
import { useShares } from "./use-shares";

/** Every link by which somebody without an account can see a session of the project. */
export function SharesScreen({ project }: { project: string }) {
  const { data, error, refetch, revoke } = useShares(project);
  const [refused, setRefused] = useState<Error | null>(null);
  const [nowMs] = useState(() => Date.now());
  return (
    <>
      <SettingsHead title="Shared links">
        Each opens one session for whoever has it, without an account, until it expires or is taken back.
      </SettingsHead>
      <Refusal error={refused} />
      {!data && <SettingState what="The shared links" error={error} onRetry={() => void refetch()} />}
      {data?.shares.length === 0 && (
        <Panel>
          <EmptyState title="No shared links" icon={<Link2 className="size-6" />}>
            Nobody without an account can see a session. Open a session and choose Share in the menu at its top right.
          </EmptyState>
        </Panel>
      )}
      {data && data.shares.length > 0 && (
        <DataTable label="Shared links" heads={["Session", "Gives", "Made by", "Works", "Opened", ""]}>
          {data.shares.map((share) => (
            <ShareRow
              key={share.id}
              {...{ project, share, nowMs }}
              onRevoke={() => void revoke(share).then(() => setRefused(null), setRefused)}
            />
          ))}
        </DataTable>
      )}
    </>
  );
}
