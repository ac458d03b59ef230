import { beginOidc } from "@/lib/access/oidc";
import { route } from "@/lib/http/handle";

/** Sends the browser to the identity provider. */
export const GET = route(async (call) => {
  const { location, cookie } = await beginOidc(call.query.get("next"));
  return { status: 303, headers: { location, "set-cookie": cookie, "cache-control": "no-store" } };
});
