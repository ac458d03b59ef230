import { finishOidc } from "@/lib/access/oidc";
import { AppError } from "@/lib/errors";
import type { Reply } from "@/lib/http/call";
import { route } from "@/lib/http/handle";

/** The browser comes back from the identity provider, with its answer; a person sees what went wrong on the login page. */
export const GET = route(async (call) => {
  try {
    const { location, cookie } = await finishOidc(call);
    return goOn(location, { "set-cookie": cookie });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reply = goOn(`/login?${new URLSearchParams({ problem: error.message })}`);
    return { ...reply, facts: { outcome: error.code, reason: error.message } };
  }
});

function goOn(location: string, cookie: Record<string, string> = {}): Reply {
  return { status: 303, headers: { location, "cache-control": "no-store", ...cookie } };
}
