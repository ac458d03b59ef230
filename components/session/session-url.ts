/** Where the API has a session, for the browser: `rest` is what stands after its id. */
export function sessionUrl(
  project: string,
  sessionId: string,
  rest: string,
  search: Record<string, string> = {},
): string {
  const query = new URLSearchParams({ ...search, project });
  return `/api/v1/sessions/${encodeURIComponent(sessionId)}/${rest}?${query}`;
}

/** Adds the project (and more) to an address that the API gave. */
export function withProject(url: string, project: string, search: Record<string, string> = {}): string {
  const [path, query] = url.split("?");
  return `${path}?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(query ?? "")), ...search, project })}`;
}
