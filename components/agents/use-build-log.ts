"use client";
import { useQuery } from "@tanstack/react-query";
import { RequestError } from "@/components/ui/fetch-json";
import { agentApi } from "./agents-url";

/** Where the text of a build log is; `download`: as a file. */
export function buildLogUrl(project: string, agent: string, version: string, download = false): string {
  const path = `/agents/${encodeURIComponent(agent)}/deployments/${encodeURIComponent(version)}/build-log`;
  return agentApi(project, path, download ? { download: "1" } : {});
}

/** The text of a build log; it does not change while somebody reads it. */
export function useBuildLog(project: string, agent: string, version: string) {
  return useQuery({
    queryKey: ["build-log", project, agent, version],
    queryFn: ({ signal }) => loadText(buildLogUrl(project, agent, version), signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

async function loadText(url: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(url, { signal });
  const text = await answer.text();
  if (answer.ok) return text;
  throw new RequestError(answer.status, "unknown", wordsIn(text) ?? `The server answered with ${answer.status}.`);
}

function wordsIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } };
    return error?.message ?? null;
  } catch {
    return null;
  }
}
