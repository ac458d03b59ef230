import { UsageError } from "./command";

/** A server, and who asks it: `url` without a trailing slash, `key` as KEY:SECRET. */
export interface Target {
  url: string;
  key: string;
}

const DEFAULT_URL = "http://127.0.0.1:3311";

/** What every command that asks a server takes, for `parseArgs`. */
export const TARGET_OPTIONS = { url: { type: "string" }, key: { type: "string" } } as const;

/** The lines about them in a command's usage. */
export const TARGET_USAGE = `--url URL         of the server, ${DEFAULT_URL} unless given (or EARSHOT_URL)
--key KEY:SECRET  an API key and its secret (or EARSHOT_KEY)
`;

/** The server that options or environment name. Errors: a UsageError when there is no key. */
export function targetOf(values: { url?: string; key?: string }): Target {
  const url = (values.url ?? process.env.EARSHOT_URL ?? DEFAULT_URL).replace(/\/+$/, "");
  const key = values.key ?? process.env.EARSHOT_KEY ?? "";
  if (!key.includes(":")) throw new UsageError("Say with --key KEY:SECRET who you are.");
  return { url, key };
}

/** Asks the server. Errors: an Error with the server's own words, or that it does not answer. */
export async function ask(target: Target, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${target.key}` };
  const answer = await fetch(`${target.url}${path}`, { headers }).catch((cause: unknown) => {
    throw new Error(`${target.url} does not answer. Is it running?`, { cause });
  });
  if (answer.ok) return answer;
  throw new Error(wordsOf(await answer.text()) ?? `${target.url} answered with status ${answer.status}.`);
}

/** What a refusal says; null when it is not the API's. */
export function wordsOf(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } };
    return error?.message ?? null;
  } catch {
    return null;
  }
}
