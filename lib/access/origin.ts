import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";

/** The part of a request that says where it came from. */
interface Coming {
  header(name: string): string | null;
}

/**
 * Refuses a change that another site's page may have sent with our cookie. A request with an API key needs no such proof: no
 * browser adds that by itself. Browsers say where a request comes from by `Sec-Fetch-Site` (secure pages and localhost) and by
 * `Origin` (always, except with GET). Errors: `forbidden`. Source: OWASP, CSRF prevention, "Fetch Metadata" and "verifying origin".
 */
export function checkSameOrigin(call: Coming): void {
  if (call.header("authorization") !== null) return;
  const site = call.header("sec-fetch-site");
  if (site !== null && site !== "same-origin") throw refuse(`it comes from another site (${site})`);
  const origin = call.header("origin");
  if (origin === null) {
    if (site === null) throw refuse("it does not say where it comes from (header Origin)");
    return;
  }
  const isOurs = isHost(origin, call.header("host")) || origin === new URL(config().publicUrl).origin;
  if (!isOurs) throw refuse(`it comes from ${origin}, which is not this server: set EARSHOT_PUBLIC_URL behind a proxy`);
}

function isHost(origin: string, host: string | null): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(why: string): AppError {
  return new AppError("forbidden", `This change was refused: ${why}.`);
}
