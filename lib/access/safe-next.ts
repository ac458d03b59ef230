/** A host that nobody has: what resolves to another one leads away from here. */
const HERE = "http://here.invalid";

/** Where a login leads back to: a path of this server, whatever stands in the address. As browsers read addresses. */
export function safeNext(next: unknown): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(next, HERE);
  const isAway = origin !== HERE || pathname.startsWith("//");
  return isAway || ["/login", "/setup"].includes(pathname) ? "/" : `${pathname}${search}${hash}`;
}
