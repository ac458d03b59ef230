"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { AgentAnswer, AgentsAnswer, WorkersAnswer } from "@/lib/model/agents";
import { LinesAnswer } from "@/lib/model/lines";
import { WorkerAnswer } from "@/lib/model/workers";
import { agentApi } from "./agents-url";

/** Who looks sees what happened a few seconds ago; a browser tab in the background does not ask. */
const POLL_MS = 4_000;

/** The project's agents, asked for again and again. */
export function useAgents(project: string) {
  return useQuery({
    queryKey: ["agents", project],
    queryFn: ({ signal }) => fetchJson(AgentsAnswer, agentApi(project, "/agents"), { signal }),
    refetchInterval: POLL_MS,
  });
}

/** Workers of all agents: what is wrong with them. */
export function useWorkers(project: string) {
  return useQuery({
    queryKey: ["workers", project],
    queryFn: ({ signal }) => fetchJson(WorkersAnswer, agentApi(project, "/workers", { limit: "500" }), { signal }),
    refetchInterval: POLL_MS,
  });
}

/** One agent with its versions and workers. */
export function useAgent(project: string, agent: string) {
  return useQuery({
    queryKey: ["agent", project, agent],
    queryFn: ({ signal }) =>
      fetchJson(AgentAnswer, agentApi(project, `/agents/${encodeURIComponent(agent)}`), { signal }),
    refetchInterval: POLL_MS,
    retry: false,
  });
}

/** One worker with its jobs and the other runs of its host. */
export function useWorker(project: string, worker: string) {
  return useQuery({
    queryKey: ["worker", project, worker],
    queryFn: ({ signal }) =>
      fetchJson(WorkerAnswer, agentApi(project, `/workers/${encodeURIComponent(worker)}`), { signal }),
    refetchInterval: POLL_MS,
    retry: false,
  });
}

const TAIL_LINES = "20";

/** The newest lines of a worker, the newest first. */
export function useWorkerLines(project: string, worker: string) {
  const q = `worker:"${worker.replaceAll('"', "")}"`;
  return useQuery({
    queryKey: ["worker-lines", project, worker],
    queryFn: ({ signal }) =>
      fetchJson(LinesAnswer, agentApi(project, "/lines", { q, limit: TAIL_LINES, order: "desc" }), { signal }),
    refetchInterval: POLL_MS,
  });
}
