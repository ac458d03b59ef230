import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { ImportAnswer } from "@/lib/model/imports";
import { type Command, UsageError } from "./command";
import { TARGET_OPTIONS, TARGET_USAGE, type Target, targetOf, wordsOf } from "./target";

export const command: Command = {
  summary: "imports a session from its zip",
  usage: `earshot import FILE --url URL --key KEY:SECRET
    Imports a session from its zip ("Download data"), and prints where it is.

${TARGET_USAGE}                  with scope admin
`,
  async run(args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: TARGET_OPTIONS });
    const [path, ...more] = positionals;
    if (!path || more.length > 0) throw new UsageError("Name one file.");
    process.stdout.write(`${await importFile(targetOf(values), path)}\n`);
    return 0;
  },
};

/**
 * Sends a zip and answers where its session is now. Streamed by Node's own client: fetch (Node 20) takes the whole file into memory.
 * Errors: those of the file; the server's own words, or that it does not answer.
 */
export async function importFile(target: Target, path: string): Promise<string> {
  const { size } = await stat(path);
  const { status, text } = await send(target, path, size);
  if (status === 201) return `Imported as ${ImportAnswer.parse(JSON.parse(text)).sessionId}`;
  throw new Error(wordsOf(text) ?? `${target.url} answered with status ${status}.`);
}

function send(target: Target, path: string, sizeBytes: number): Promise<{ status: number; text: string }> {
  const request = target.url.startsWith("https:") ? httpsRequest : httpRequest;
  const headers = {
    authorization: `Bearer ${target.key}`,
    "content-type": "application/zip",
    "content-length": sizeBytes,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${target.url}/api/v1/sessions/import`, { method: "POST", headers });
    sent.once("response", (answer) => {
      textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
    });
    // A refusal may come before the end of the file: then the answer counts, not that the rest was not taken.
    pipeline(createReadStream(path), sent).catch((cause: unknown) => {
      setTimeout(
        () => reject(new Error(`${target.url} does not answer. Is it running?`, { cause })),
        ANSWER_MS,
      ).unref();
    });
  });
}

/** For an answer that is on its way. */
const ANSWER_MS = 500;

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of answer.setEncoding("utf8")) text += chunk;
  return text;
}
