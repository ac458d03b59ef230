import { isDraining } from "@/lib/http/draining";
import { route } from "@/lib/http/handle";
import { loadReadiness } from "@/lib/query/readiness";

/** Database, migrations and blob store answer: 200; else 503 with what does not. 503 too while the process stops. */
export const GET = route(async () => {
  const checks = await loadReadiness();
  const isReady = !isDraining() && checks.every((check) => check.isReady);
  return {
    status: isReady ? 200 : 503,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify({ isReady, checks }),
  };
});
