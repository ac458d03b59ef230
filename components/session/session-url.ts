/**
 * Where the API has a session, for the browser: `rest` is what stands after its id, `access` what says by which right it is asked
 * (`door.ts`).
 */
export function sessionUrl(
  access: string,
  sessionId: string,
  rest: string,
  search: Record<string, string> = {},
): string {
  return withAccess(sessionPath(sessionId, rest), access, search);
}

/** The same without a right, as the API names its parts. */
export function sessionPath(sessionId: string, rest: string): string {
  return `/api/v1/sessions/${encodeURIComponent(sessionId)}${rest === "" ? "" : `/${rest}`}`;
}

/** Adds the right to ask (and more) to an address that the API gave. */
export function withAccess(url: string, access: string, search: Record<string, string> = {}): string {
  const [path, query = ""] = url.split("?");
  const fields = [query, new URLSearchParams(search).toString(), access].filter((part) => part !== "");
  return `${path}?${fields.join("&")}`;
}
