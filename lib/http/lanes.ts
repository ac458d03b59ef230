import type { Handler } from "./call";

/** The methods of one route module that can be called without Next.js. */
export type RouteModule = Partial<Record<"GET" | "POST" | "PATCH" | "DELETE", { direct: Handler }>>;

export interface Lane {
  handlers: RouteModule;
  params: Record<string, string>;
}

/**
 * Finds the route of a path in a table of patterns ("/api/v1/sessions/[id]/audio"); null when none fits. A parameter is one
 * segment, decoded; a segment that is no valid percent-encoding fits nothing.
 */
export function lanes(table: Record<string, RouteModule>): (path: string) => Lane | null {
  const fixed = new Map<string, Lane>();
  const patterns: { segments: string[]; handlers: RouteModule }[] = [];
  for (const [pattern, module] of Object.entries(table)) {
    // A module's exports are getters in a bundle.
    const handlers = { ...module };
    if (pattern.includes("[")) patterns.push({ segments: pattern.split("/"), handlers });
    else fixed.set(pattern, { handlers, params: {} });
  }
  return (path) => {
    const found = fixed.get(path);
    if (found) return found;
    const segments = path.split("/");
    for (const pattern of patterns) {
      const params = match(pattern.segments, segments);
      if (params) return { handlers: pattern.handlers, params };
    }
    return null;
  };
}

function match(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (!expected.startsWith("[")) {
      if (segment !== expected) return null;
      continue;
    }
    const value = decoded(segment);
    if (!value) return null;
    params[expected.slice(1, -1)] = value;
  }
  return params;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A lone % or bytes that are no UTF-8: no id of ours looks like that.
    return null;
  }
}

/** Source: RFC 9112 §3.2.2, absolute-form, which a server must accept. */
const ABSOLUTE = /^https?:\/\/[^/]*/i;

/**
 * A request's path as our routes spell it: without scheme and host, which clients of a proxy put before it; repeated slashes become one
 * (Python's SDK appends to the URL as typed), the path of the public URL is taken off where a proxy left it, and so is a slash at the
 * end. `search` keeps its "?".
 */
export function toRoutePath(url: string, basePath: string): { path: string; search: string } {
  const end = url.includes("?") || url.includes("#") ? url.search(/[?#]/) : -1;
  const whole = end < 0 ? url : url.slice(0, end);
  const sent = whole.startsWith("/") ? whole : whole.replace(ABSOLUTE, "");
  const search = end < 0 ? "" : (url.slice(end).split("#")[0] ?? "");
  let path = sent.includes("//") ? sent.replace(/\/{2,}/g, "/") : sent;
  if (basePath && (path === basePath || path.startsWith(`${basePath}/`))) path = path.slice(basePath.length);
  if (path.length > 1 && path.endsWith("/")) path = path.slice(0, -1);
  return { path: path || "/", search };
}
