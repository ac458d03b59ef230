/** An address of the API for the project that is open. */
export function projectUrl(project: string, path: string, query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return `/api/v1${path}?${new URLSearchParams([["project", project], ...given])}`;
}
