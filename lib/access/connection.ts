import { config } from "@/lib/config";
import type { ProjectConnection } from "@/lib/model/connection";
import type { ProjectScope } from "@/lib/model/scope";
import { loadSendingKey } from "@/lib/query/keys";

const NO_KEY = "<no key of this project may send: make one>";
/** The secret never leaves by the API: whoever may start the server may read it there. */
const WHERE_THE_SECRET_IS = "<printed by npm start, kept in .earshot/agent.env>";

/**
 * What an agent needs to send to this project: the server's URL and the key's id, as lines to copy.
 * Source: PROTOCOL §1.1 (LIVEKIT_OBSERVABILITY_URL) and §1.2 (livekit-server's agents section).
 */
export async function loadConnection(scope: ProjectScope): Promise<ProjectConnection> {
  const url = config().publicUrl;
  const apiKey = (await loadSendingKey(scope.projectId))?.keyId ?? NO_KEY;
  return {
    url,
    apiKey,
    agentEnv: [
      `LIVEKIT_OBSERVABILITY_URL=${url}`,
      `LIVEKIT_API_KEY=${apiKey}`,
      `LIVEKIT_API_SECRET=${WHERE_THE_SECRET_IS}`,
    ],
    serverYaml: "agents:\n  enable_user_data_recording: true\n",
  };
}
