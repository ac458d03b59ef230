import { changePassword, loadMe } from "@/lib/access/accounts";
import { requireLogin } from "@/lib/access/logins";
import { checkSameOrigin } from "@/lib/access/origin";
import { route } from "@/lib/http/handle";
import { json, parseInput } from "@/lib/http/read";
import { readJson } from "@/lib/http/write";
import { MePatch } from "@/lib/model/people";
import { setPersonName } from "@/lib/store/people";

/** Who is logged in, and in which projects. */
export const GET = route(async (call) => json(await loadMe(await requireLogin(call))));

/** Changes the name or the password of whoever is logged in. */
export const PATCH = route(async (call) => {
  checkSameOrigin(call);
  const login = await requireLogin(call);
  const { name, password } = parseInput(MePatch, await readJson(call));
  if (password) await changePassword(call, login, password);
  if (name !== undefined) await setPersonName(login.personId, name);
  return json(await loadMe(login));
});
