import { notHosted, refusal, refusalBody } from "@/app/twirp/livekit.CloudAgent/refusals";
import { authenticateCli } from "@/lib/access/cli";
import { route } from "@/lib/http/handle";

/** Where `lk agent deploy` has a version built; we build none. Their logs are sent with `earshot build-log`. */
export const POST = route(
  async (call) => {
    await authenticateCli(call.header("authorization"));
    return refusal("unimplemented", notHosted("builds none"));
  },
  { errorBody: refusalBody },
);
