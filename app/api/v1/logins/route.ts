import { noteAccess } from "@/lib/access/accounts";
import { goneCookie, requireLogin } from "@/lib/access/logins";
import { checkSameOrigin } from "@/lib/access/origin";
import { route } from "@/lib/http/handle";
import { deleteLogins } from "@/lib/store/logins";

/** Logs whoever asks out of all browsers. */
export const DELETE = route(async (call) => {
  checkSameOrigin(call);
  const login = await requireLogin(call);
  const browsers = await deleteLogins(login.personId);
  await noteAccess(call, { ...login, id: login.personId }, { action: "login.out", browsers });
  return { status: 204, headers: { "set-cookie": goneCookie() } };
});
