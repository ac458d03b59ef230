/** A server, and who asks it: `url` without a trailing slash, `key` as KEY:SECRET. */
export interface Target {
  url: string;
  key: string;
}

interface Asked {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: ReadableStream | null;
}

/** Asks the server. Errors: an Error with the server's own words, or that it does not answer. */
export async function ask(target: Target, path: string, { method = "GET", headers, body = null }: Asked = {}) {
  const authorization = `Bearer ${target.key}`;
  // A body that is streamed is not read before it is sent; fetch wants to be told. Source: Fetch standard, RequestInit.duplex.
  const init = { method, headers: { authorization, ...headers }, body, duplex: "half" } as RequestInit;
  const answer = await fetch(`${target.url}${path}`, init).catch((cause: unknown) => {
    throw new Error(`${target.url} does not answer. Is it running?`, { cause });
  });
  if (answer.ok) return answer;
  throw new Error(wordsOf(await answer.text()) ?? `${target.url} answered with status ${answer.status}.`);
}

function wordsOf(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } };
    return error?.message ?? null;
  } catch {
    return null;
  }
}
