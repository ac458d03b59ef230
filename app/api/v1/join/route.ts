import { takeLink } from "@/lib/access/links";
import { logIn } from "@/lib/access/logins";
import { checkSameOrigin } from "@/lib/access/origin";
import { route } from "@/lib/http/handle";
import { json, parseInput } from "@/lib/http/read";
import { readJson } from "@/lib/http/write";
import { JoinInput } from "@/lib/model/people";

/** Uses an invitation or a reset link, and logs the browser in. */
export const POST = route(async (call) => {
  checkSameOrigin(call);
  const { personId, project } = await takeLink(call, parseInput(JoinInput, await readJson(call)));
  const reply = json({ project });
  return { ...reply, headers: { ...reply.headers, "set-cookie": await logIn(call, personId) } };
});
