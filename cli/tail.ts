import { basename } from "node:path";
import { parseArgs } from "node:util";
import { readSettings, SIDECAR_OPTIONS, SIDECAR_USAGE } from "@/sidecar/settings";
import { tailFiles } from "@/sidecar/tail-files";
import { type Command, UsageError } from "./command";

export const command: Command = {
  summary: "sends what is added to log files",
  usage: `earshot tail --agent NAME [--from-start] [options] FILE …
    Follows files as they grow, are rotated or appear, until it is told to stop. Another start goes on where this one ended.

--from-start        reads also what is in a file that was never followed before
${SIDECAR_USAGE}`,
  async run(args) {
    const options = { ...SIDECAR_OPTIONS, "from-start": { type: "boolean" } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (positionals.length === 0) throw new UsageError("Name at least one file.");
    const { "from-start": fromStart, ...flags } = values;
    const name = basename(positionals[0] ?? "").replace(/\.\w+$/, "");
    await tailFiles(readSettings(flags, process.env, name), positionals, fromStart ?? false);
    process.exit(0);
  },
};
