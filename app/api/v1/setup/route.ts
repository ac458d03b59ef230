import { logIn } from "@/lib/access/logins";
import { checkSameOrigin } from "@/lib/access/origin";
import { loadSetup, setUp } from "@/lib/access/setup";
import { route } from "@/lib/http/handle";
import { json, parseInput } from "@/lib/http/read";
import { readJson } from "@/lib/http/write";
import { SetupInput } from "@/lib/model/people";

/** Whether the owner account is still to be made. */
export const GET = route(async () => json(await loadSetup()));

/** Makes the owner account and logs the browser in. */
export const POST = route(async (call) => {
  checkSameOrigin(call);
  const personId = await setUp(call, parseInput(SetupInput, await readJson(call)));
  const reply = json({ project: null });
  return { ...reply, status: 201, headers: { ...reply.headers, "set-cookie": await logIn(call, personId) } };
});
