import { AgentAnswer } from "@/lib/model/agents";
import { terminalText } from "@/lib/view/terminal-text";
import type { Output } from "./output";
import { ask, type Target } from "./target";

/**
 * Prints the build log of a version of an agent; of the current one, or the latest that has a log, unless one is named.
 * Errors: those of `ask`; an Error when no version has a log.
 */
export async function printBuildLog(
  target: Target,
  { agent, deployment }: { agent: string; deployment: string | null },
  output: Output,
): Promise<void> {
  const version = deployment ?? (await latestBuild(target, agent));
  const path = `/api/v1/agents/${encodeURIComponent(agent)}/deployments/${encodeURIComponent(version)}/build-log`;
  const answer = await ask(target, path);
  if (!answer.body) return;
  const decoder = new TextDecoder();
  let open = "";
  for await (const bytes of answer.body) {
    const text = open + decoder.decode(bytes, { stream: true });
    // Whole lines, so that no escape sequence is cut in two.
    const end = text.lastIndexOf("\n") + 1;
    open = text.slice(end);
    await output.write(terminalText(text.slice(0, end), output.isColoured));
  }
  if (open !== "") await output.write(`${terminalText(open, output.isColoured)}\n`);
}

async function latestBuild(target: Target, agent: string): Promise<string> {
  const answer = await ask(target, `/api/v1/agents/${encodeURIComponent(agent)}`);
  const { deployments } = AgentAnswer.parse(await answer.json());
  const withLog = deployments.filter(({ build }) => build?.hasLog);
  const found = withLog.find(({ isCurrent }) => isCurrent) ?? withLog[0];
  if (found) return found.version;
  throw new Error(`There is no build log of ${agent}: send one with "earshot build-log".`);
}
