import { readdirSync } from "node:fs";
import { join } from "node:path";

const APP = join(import.meta.dirname, "../../app");

/**
 * The paths of all route files under app/, as patterns: "/api/v1/sessions/[id]/audio". Without those that take whatever
 * no other file does ("[...path]"): they are no endpoints.
 */
export function routePatterns(): string[] {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/route.ts") && !file.includes("[..."))
    .map((file) => `/${file.slice(0, -"/route.ts".length)}`)
    .sort();
}

/** All route files, for a server that mounts them as `server.ts` and Next.js do together. */
export async function routeTable(): Promise<Record<string, object>> {
  const modules = routePatterns().map(async (pattern) => [
    pattern,
    await import(/* @vite-ignore */ join(APP, pattern, "route.ts")),
  ]);
  return Object.fromEntries(await Promise.all(modules));
}
