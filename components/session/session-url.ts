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
  return withAccess(
    `/api/v1/sessions/${encodeURIComponent(sessionId)}${rest === "" ? "" : `/${rest}`}`,
    access,
    search,
  );
}

/** Adds the right to ask (and more) to an address that the API gave. */
export function withAccess(url: string, access: string, search: Record<string, string> = {}): string {
  const [path, query = ""] = url.split("?");
  const fields = [query, new URLSearchParams(search).toString(), access].filter((part) => part !== "");
  return `${path}?${fields.join("&")}`;
}
