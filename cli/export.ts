import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { parseArgs } from "node:util";
import { type Command, UsageError } from "./command";
import { ask, TARGET_OPTIONS, TARGET_USAGE, type Target, targetOf } from "./target";

export const command: Command = {
  summary: "downloads a session as a zip",
  usage: `earshot export SESSION [--to FILE] --url URL --key KEY:SECRET
    Downloads a session as a zip: its recording, transcript, traces, logs and what was sent. Prints the file's name.

--to FILE         where to; a name that the server gives unless given
${TARGET_USAGE}                  with scope read
`,
  async run(args) {
    const options = { ...TARGET_OPTIONS, to: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [sessionId, ...more] = positionals;
    if (!sessionId || more.length > 0) throw new UsageError("Name one session.");
    process.stdout.write(`${await exportSession(targetOf(values), sessionId, values.to ?? null)}\n`);
    return 0;
  },
};

/**
 * Downloads a session as a zip into `to`, or a file of the name that the server gives, and answers the file's name. It has that name
 * only when it is whole. Errors: those of the file, and of `ask`.
 */
export async function exportSession(target: Target, sessionId: string, to: string | null): Promise<string> {
  const answer = await ask(target, `/api/v1/sessions/${encodeURIComponent(sessionId)}/download`);
  const named = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1];
  const path = to ?? basename(named ?? `${sessionId.replace(/[^\w.-]/g, "_")}.zip`);
  const unfinished = `${path}.part`;
  try {
    await pipeline(Readable.fromWeb(answer.body as NodeStream), createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return path;
}
