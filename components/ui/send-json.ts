import { fetchJson } from "./fetch-json";

/** Anything that checks an answer and gives it its type: a zod schema fits. */
interface Parser<T> {
  parse(value: unknown): T;
}

/** Asks for a change and parses the answer. Throws `RequestError` with the server's own words where it gave any. */
export function sendJson<T>(
  schema: Parser<T>,
  url: string,
  { method = "POST", body = {} }: { method?: "POST" | "PATCH" | "PUT" | "DELETE"; body?: object } = {},
): Promise<T> {
  const headers = { "content-type": "application/json" };
  return fetchJson(schema, url, { method, headers, body: JSON.stringify(body) });
}

/** For answers without a body (204). */
export const nothing: Parser<null> = { parse: () => null };
