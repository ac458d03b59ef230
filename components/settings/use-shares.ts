"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { nothing, sendJson } from "@/components/ui/send-json";
import { type Share, SharesAnswer } from "@/lib/model/shares";
import { projectUrl } from "./project-url";

/** All links to sessions of the project, and how one is taken back. */
export function useShares(project: string) {
  const client = useQueryClient();
  const queryKey = ["shares", project];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchJson(SharesAnswer, projectUrl(project, "/shares"), { signal }),
  });
  const revoke = async ({ id, sessionId }: Share) => {
    const path = `/sessions/${encodeURIComponent(sessionId)}/shares/${encodeURIComponent(id)}`;
    await sendJson(nothing, projectUrl(project, path), { method: "DELETE" });
    await client.invalidateQueries({ queryKey });
  };
  return { ...query, revoke };
}
