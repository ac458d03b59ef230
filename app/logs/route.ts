import { Readable } from "node:stream";
import { refusalBody } from "@/app/twirp/livekit.CloudAgent/refusals";
import { authenticateCli } from "@/lib/access/cli";
import { AppError } from "@/lib/errors";
import { liveText } from "@/lib/http/events";
import { route } from "@/lib/http/handle";
import type { AgentAnswer, Deployment } from "@/lib/model/agents";
import type { ProjectScope } from "@/lib/model/scope";
import { type AgentLinesAsked, followAgentLines } from "@/lib/query/agent-lines";
import { loadAgent } from "@/lib/query/agents";
import { loadBuildLog } from "@/lib/query/build-logs";
import {
  cutLogLines,
  decodeLogsRequest,
  encodeEnd,
  encodeLeftOut,
  encodeLogLines,
  silence,
} from "@/lib/wire/cloud-agent/log-text";

/** So many of the newest lines come before what is printed from now on. */
const SNAPSHOT_LINES = 200;

/** `lk agent logs`: what all replicas of an agent print, until the client goes; or the log of a build (PROTOCOL §10). */
export const GET = route(
  async (call) => {
    const authorization = call.header("authorization");
    const beganMs = Date.now();
    const scope = await authenticateCli(authorization, beganMs);
    const { agentId, kind, deployment } = decodeLogsRequest(call.query);
    const agent = await loadAgent(scope, agentId);
    const chosen = deployment === "" ? null : findDeployment(agent, deployment).version;
    const facts = { project: scope.projectId, agent: agentId, kind };
    if (kind === "build") return { ...(await buildLog(scope, agent, chosen)), facts };
    const asked = { agent: agent.agent.name, deployment: chosen, snapshot: SNAPSHOT_LINES };
    const askAgain = () => authenticateCli(authorization, Date.now(), beganMs);
    const source = texts(scope, asked, call.signal);
    return { ...liveText(call, source, { silence, farewell: encodeEnd }, askAgain), facts };
  },
  { errorBody: refusalBody },
);

async function* texts(scope: ProjectScope, asked: AgentLinesAsked, signal: AbortSignal): AsyncGenerator<string> {
  for await (const { lines, leftOut } of followAgentLines(scope, asked, signal)) {
    const text = lines.map(({ worker, raw }) => encodeLogLines(worker, raw)).join("");
    const note = leftOut === 0 ? "" : encodeLeftOut(leftOut);
    if (text + note !== "") yield text + note;
  }
}

/** Of the version that was asked for; else of the current one, or the latest that has one. */
async function buildLog(scope: ProjectScope, { agent, deployments }: AgentAnswer, chosen: string | null) {
  const withLog = deployments.filter(({ build }) => build?.hasLog);
  const version = chosen ?? (withLog.find(({ isCurrent }) => isCurrent) ?? withLog[0])?.version;
  if (version === undefined) {
    const words = `There is no build log of ${agent.name}: send one with earshot build-log.`;
    throw new AppError("not-found", words);
  }
  const file = await loadBuildLog(scope, agent.name, version);
  const body = Readable.from(cutLogLines(file.openRange(0, file.sizeBytes - 1)), { objectMode: false });
  return { status: 200, headers: { "content-type": file.contentType, "cache-control": "no-store" }, body };
}

function findDeployment({ agent, deployments }: AgentAnswer, version: string): Deployment {
  const found = deployments.find((one) => one.version === version);
  if (found) return found;
  const known = deployments.slice(0, 5).map((one) => one.version);
  const words = known.length === 0 ? "It has none: its workers name no version" : `The latest are ${known.join(", ")}`;
  throw new AppError("not-found", `${agent.name} has no deployment ${version}. ${words}.`);
}
