/** A server, and who asks it: `url` without a trailing slash, `key` as KEY:SECRET. */
export interface Target {
  url: string;
  key: string;
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
