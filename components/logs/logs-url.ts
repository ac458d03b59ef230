/** Where the API has the lines of a project, for the browser. Fields that are null or empty are left out. */
export function linesUrl(
  rest: "" | "/histogram" | "/context" | "/stream" | "/download",
  fields: Record<string, string | number | null>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== "") search.set(name, String(value));
  }
  return `/api/v1/lines${rest}?${search}`;
}
