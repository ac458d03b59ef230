"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { fetchJson } from "@/components/ui/fetch-json";
import { nothing, sendJson } from "@/components/ui/send-json";
import { Hold } from "@/lib/model/retention";
import { sessionUrl } from "./session-url";

const HoldAnswer = z.object({ hold: Hold.nullable() });

/** Who holds the session and why, and how that is changed. */
export function useHold(project: string, sessionId: string) {
  const client = useQueryClient();
  const queryKey = ["hold", project, sessionId] as const;
  const url = sessionUrl(new URLSearchParams({ project }).toString(), sessionId, "hold");
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchJson(HoldAnswer, url, { signal }),
    staleTime: 60_000,
  });
  const changed = async () => {
    await client.invalidateQueries({ queryKey });
    await client.invalidateQueries({ queryKey: ["holds", project] });
  };
  return {
    ...query,
    hold: (reason: string) => sendJson(HoldAnswer, url, { method: "PUT", body: { reason } }).then(changed),
    lift: () => sendJson(nothing, url, { method: "DELETE" }).then(changed),
  };
}
