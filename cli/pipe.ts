import { parseArgs } from "node:util";
import { readSettings, SIDECAR_OPTIONS, SIDECAR_USAGE } from "@/sidecar/settings";
import { shipInput } from "@/sidecar/ship-input";
import type { Command } from "./command";

export const command: Command = {
  summary: "sends what comes on standard input",
  usage: `… | earshot pipe --agent NAME [--quiet] [options]
    Sends standard input line by line, and writes it to standard output.

--quiet             writes nothing
${SIDECAR_USAGE}`,
  async run(args) {
    const { values } = parseArgs({ args, options: { ...SIDECAR_OPTIONS, quiet: { type: "boolean" } } as const });
    const { quiet, ...flags } = values;
    await shipInput(readSettings(flags, process.env, "pipe"), !quiet);
    process.exit(0);
  },
};
