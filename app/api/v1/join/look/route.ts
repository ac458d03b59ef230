import { lookAtLink } from "@/lib/access/links";
import { checkSameOrigin } from "@/lib/access/origin";
import { route } from "@/lib/http/handle";
import { json, parseInput } from "@/lib/http/read";
import { readJson } from "@/lib/http/write";
import { JoinLook } from "@/lib/model/people";

/** What a link is for. A POST, because the link's secret belongs in no address and so in no log. */
export const POST = route(async (call) => {
  checkSameOrigin(call);
  const { token } = parseInput(JoinLook, await readJson(call));
  return json(await lookAtLink(call, token));
});
