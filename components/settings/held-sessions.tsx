"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DataTable } from "@/components/ui/data-table";
import { fetchJson } from "@/components/ui/fetch-json";
import { nothing, sendJson } from "@/components/ui/send-json";
import { HoldsAnswer } from "@/lib/model/retention";
import { HoldRow } from "./hold-row";
import { projectUrl } from "./project-url";
import { Refusal } from "./refusal";
import { SettingState } from "./setting-state";
import { SettingsSection } from "./settings-section";

/** Sessions that nothing deletes, and why. */
export function HeldSessions({ project }: { project: string }) {
  const client = useQueryClient();
  const queryKey = ["holds", project];
  const url = projectUrl(project, "/project/holds");
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchJson(HoldsAnswer, url, { signal }),
  });
  const [refused, setRefused] = useState<Error | null>(null);
  const lift = async (sessionId: string) => {
    setRefused(null);
    const path = `/sessions/${encodeURIComponent(sessionId)}/hold`;
    await sendJson(nothing, projectUrl(project, path), { method: "DELETE" }).catch(setRefused);
    await client.invalidateQueries({ queryKey });
  };
  return (
    <SettingsSection
      title="Held sessions"
      about="Neither retention nor an erasure nor anybody deletes them until the hold is lifted. Hold a session in the menu at its top right."
    >
      <Refusal error={refused} />
      {!data && <SettingState what="The holds" error={error} onRetry={() => void refetch()} isInside />}
      {data?.holds.length === 0 && <p className="text-mute">No session is held.</p>}
      {data && data.holds.length > 0 && (
        <DataTable label="Held sessions" heads={["Session", "Reason", "By", "Since", ""]}>
          {data.holds.map((hold) => (
            <HoldRow key={hold.sessionId} project={project} hold={hold} onLift={() => void lift(hold.sessionId)} />
          ))}
        </DataTable>
      )}
    </SettingsSection>
  );
}
