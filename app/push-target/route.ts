import { notHosted, refusal, refusalBody } from "@/app/twirp/livekit.CloudAgent/refusals";
import { authenticateCli } from "@/lib/access/cli";
import { route } from "@/lib/http/handle";

/** Where `lk agent deploy --image` asks for a registry to push to. Source: server-sdk-go 2.18.1 `pkg/cloudagents/push.go`. */
export const GET = route(
  async (call) => {
    await authenticateCli(call.header("authorization"));
    return refusal("unimplemented", notHosted("takes no images"));
  },
  { errorBody: refusalBody },
);
