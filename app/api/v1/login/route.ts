import { checkPassword, noteAccess } from "@/lib/access/accounts";
import { goneCookie, logIn, requireLogin } from "@/lib/access/logins";
import { checkSameOrigin } from "@/lib/access/origin";
import { route } from "@/lib/http/handle";
import { json, parseInput } from "@/lib/http/read";
import { readJson } from "@/lib/http/write";
import { LoginInput } from "@/lib/model/people";
import { deleteLogin } from "@/lib/store/logins";

/** Logs a browser in by e-mail and password. */
export const POST = route(async (call) => {
  checkSameOrigin(call);
  const { email, password } = parseInput(LoginInput, await readJson(call));
  const person = await checkPassword(call, email, password);
  const cookie = await logIn(call, person.id);
  await noteAccess(call, person, { action: "login.success", by: "password" });
  const reply = json({ project: null });
  return { ...reply, headers: { ...reply.headers, "set-cookie": cookie } };
});

/** Logs this browser out. */
export const DELETE = route(async (call) => {
  checkSameOrigin(call);
  const login = await requireLogin(call);
  await deleteLogin(login.tokenHash);
  await noteAccess(call, { ...login, id: login.personId }, { action: "login.out" });
  return { status: 204, headers: { "set-cookie": goneCookie() } };
});
