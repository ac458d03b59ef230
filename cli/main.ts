#!/usr/bin/env node
import { parseArgs } from "node:util";
import { exportSession } from "./export";
import { importFile } from "./import";
import type { Target } from "./target";

const USAGE = `earshot import FILE --url URL --key KEY:SECRET
    Imports a session from its zip ("Download data"), and prints where it is.
earshot export SESSION [--to FILE] --url URL --key KEY:SECRET
    Downloads a session as a zip: its recording, transcript, traces, logs and what was sent.

--url   of the server, http://127.0.0.1:3311 unless given (or EARSHOT_URL)
--key   an API key and its secret (or EARSHOT_KEY): scope admin to import, read to export
`;

const DEFAULT_URL = "http://127.0.0.1:3311";

/** Runs one command. Errors: an Error with words for the person at the terminal. */
async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: "string" },
      key: { type: "string" },
      to: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [command, subject] = positionals;
  if (values.help || !command) return say(USAGE);
  const target: Target = {
    url: (values.url ?? process.env.EARSHOT_URL ?? DEFAULT_URL).replace(/\/+$/, ""),
    key: values.key ?? process.env.EARSHOT_KEY ?? "",
  };
  if (!target.key.includes(":")) throw new Error("Say with --key KEY:SECRET who you are.");
  if (command === "import" && subject) return say(`${await importFile(target, subject)}\n`);
  if (command === "export" && subject) return say(`${await exportSession(target, subject, values.to ?? null)}\n`);
  throw new Error(`That is no command of earshot.\n\n${USAGE}`);
}

function say(text: string): void {
  process.stdout.write(text);
}

run(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
