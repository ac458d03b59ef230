"use client";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Refusal } from "./refusal";
import { SettingState } from "./setting-state";
import { SettingTable } from "./setting-table";
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
        Each opens one session for whoever has it, without an account, until it expires or is taken back. Share a
        session in the menu at its top right.
      </SettingsHead>
      <Refusal error={refused} />
      {!data && <SettingState what="The shared links" error={error} onRetry={() => void refetch()} />}
      {data?.shares.length === 0 && (
        <EmptyState title="No session was shared">Nothing is open to outsiders.</EmptyState>
      )}
      {data && data.shares.length > 0 && (
        <SettingTable label="Shared links" heads={["Session", "Gives", "Made by", "Works", "Opened", ""]}>
          {data.shares.map((share) => (
            <ShareRow
              key={share.id}
              {...{ project, share, nowMs }}
              onRevoke={() => void revoke(share).then(() => setRefused(null), setRefused)}
            />
          ))}
        </SettingTable>
      )}
    </>
  );
}
