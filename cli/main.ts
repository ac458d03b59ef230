#!/usr/bin/env node
import { type Command, USAGE_EXIT_CODE, UsageError } from "./command";

/** Loaded when called for: `earshot run` shall not carry what the others need. */
const COMMANDS: Record<string, () => Promise<{ command: Command }>> = {
  run: () => import("./run"),
  tail: () => import("./tail"),
  pipe: () => import("./pipe"),
  logs: () => import("./logs"),
  import: () => import("./import"),
  export: () => import("./export"),
  "build-log": () => import("./build-log"),
};

const HELP = new Set(["help", "--help", "-h"]);

async function main(args: string[]): Promise<number> {
  const [name = "help", ...rest] = args;
  if (HELP.has(name)) return help(rest[0]);
  const load = COMMANDS[name];
  if (!load) throw new UsageError(`earshot has no command "${name}". "earshot help" lists them.`);
  const { command } = await load();
  // Only before `--`: what comes after it belongs to another program.
  const own = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  if (own.some((arg) => arg === "--help" || arg === "-h")) return help(name);
  try {
    return await command.run(rest);
  } catch (error) {
    if (!isWrongCall(error)) throw error;
    throw new UsageError(`${error.message}\n"earshot help ${name}" says how it is called.`);
  }
}

/** Also what `parseArgs` throws for an option that there is not. */
function isWrongCall(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof TypeError && String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
}

async function help(name?: string): Promise<number> {
  if (name && COMMANDS[name]) return say((await COMMANDS[name]()).command.usage);
  if (name) throw new UsageError(`earshot has no command "${name}". "earshot help" lists them.`);
  const names = Object.keys(COMMANDS);
  const width = Math.max(...names.map((each) => each.length)) + 2;
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([each, load]) => {
      const { command } = await load();
      return `  ${each.padEnd(width)}${command.summary}\n`;
    }),
  );
  return say(`earshot COMMAND …\n\n${lines.join("")}\n"earshot help COMMAND" says more.\n`);
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof UsageError ? USAGE_EXIT_CODE : 1;
  },
);
