import { constants } from "node:os";
import { parseArgs } from "node:util";
import { type Ending, runChild } from "@/sidecar/run-child";
import { readSettings, SIDECAR_OPTIONS, SIDECAR_USAGE, type SidecarFlags } from "@/sidecar/settings";
import { type Command, UsageError } from "./command";

export const command: Command = {
  summary: "runs an agent and sends what it prints",
  usage: `earshot run --agent NAME [options] -- COMMAND …
    Runs the command as if it ran by itself, and sends what it prints, and how it ends, to the server. Its output stays
    where it was. Without a server, or while it is away, the command runs all the same.

${SIDECAR_USAGE}`,
  async run(args) {
    const at = args.indexOf("--");
    const child = at < 0 ? [] : args.slice(at + 1);
    if (child.length === 0) throw new UsageError("Say after -- what to run: earshot run --agent NAME -- COMMAND …");
    const { values } = parseArgs({ args: args.slice(0, at), options: SIDECAR_OPTIONS });
    // Whatever goes wrong here, the agent runs on.
    process.on("uncaughtException", (error) => {
      if (values.verbose) process.stderr.write(`earshot: ${error.stack ?? error.message}\n`);
    });
    return exitLike(await runChild(settingsOf(values, child[0] ?? ""), child));
  },
};

function settingsOf(flags: SidecarFlags, fallbackName: string) {
  return readSettings(flags, process.env, fallbackName);
}

const EXIT_MS = 200;

/** Ends this process as the child ended. */
function exitLike({ code, signal }: Ending): Promise<number> {
  // Connections may be open that nobody needs any more.
  if (signal === null) return process.exit(code ?? 0);
  process.kill(process.pid, signal);
  // The first process of a container is not ended by its own signals: then as shells say it.
  return new Promise(() => setTimeout(() => process.exit(128 + constants.signals[signal]), EXIT_MS));
}
