import { authenticateCli } from "@/lib/access/cli";
import type { Reply } from "@/lib/http/call";
import { route } from "@/lib/http/handle";
import type { ProjectScope } from "@/lib/model/scope";
import { encodeAnswer } from "@/lib/wire/cloud-agent/encode";
import { AGENTS, OUTCOME, SECRETS, VERSIONS } from "@/lib/wire/cloud-agent/messages";
import { type AgentRequest, decodeAgentRequest, type TwirpFormat, twirpFormat } from "@/lib/wire/cloud-agent/request";
import { toAgentInfos, toAgentVersions } from "../agents";
import { notHosted, refusal, refusalBody } from "../refusals";

/** Requests name an agent; with them may come the secrets of one. */
const BYTES_MAX = 4 * 1024 * 1024;

const NO_LINKS = "has no private links to them";

type Method = (scope: ProjectScope, request: AgentRequest, format: TwirpFormat) => Promise<Uint8Array>;

const METHODS: Record<string, Method> = {
  ListAgents: async (scope, request, format) =>
    encodeAnswer(format, AGENTS, { agents: await toAgentInfos(scope, request) }),
  ListAgentVersions: async (scope, request, format) =>
    encodeAnswer(format, VERSIONS, { versions: await toAgentVersions(scope, request) }),
  ListAgentSecrets: async (_scope, _request, format) => encodeAnswer(format, SECRETS, { secrets: [] }),
  UpdateAgentSecrets: async (_scope, _request, format) =>
    encodeAnswer(format, OUTCOME, { success: false, message: notHosted("keeps no secrets of theirs") }),
};

/** What only a host of agents can do, and how it is said that we do not. */
const HOSTING: Record<string, string> = {
  ...{ CreateAgent: "cannot create them", CreateAgentV2: "cannot create them", DeleteAgent: "cannot delete them" },
  ...{ DeployAgent: "cannot deploy them", DeployAgentV2: "cannot deploy them", UpdateAgent: "cannot change them" },
  ...{ RestartAgent: "cannot restart them", RollbackAgent: "cannot roll them back" },
  ...{ PromoteAgent: "cannot promote their versions", GetClientSettings: "has no settings for them" },
  ...{ CreatePrivateLink: NO_LINKS, DestroyPrivateLink: NO_LINKS, ListPrivateLinks: NO_LINKS },
  GetPrivateLinkStatus: NO_LINKS,
};

/** LiveKit's Cloud Agent service, as far as one that hosts no agents can answer (PROTOCOL §10). */
export const POST = route(
  async (call): Promise<Reply> => {
    const scope = await authenticateCli(call.header("authorization"));
    const name = call.params.method ?? "";
    const format = twirpFormat(call.header("content-type"));
    const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (Object.hasOwn(HOSTING, name)) return refusal("unimplemented", notHosted(HOSTING[name] ?? ""));
    if (!method) return refusal("bad_route", `The Cloud Agent service has no method ${name}.`);
    const request = decodeAgentRequest(name, format, await call.readBody(BYTES_MAX));
    const body = await method(scope, request, format);
    const headers = { "content-type": `application/${format}`, "cache-control": "no-store" };
    return { status: 200, headers, body, facts: { project: scope.projectId } };
  },
  { errorBody: refusalBody },
);
