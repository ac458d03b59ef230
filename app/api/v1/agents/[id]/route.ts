import { read } from "@/lib/http/read";
import { AgentPath } from "@/lib/model/agents";
import { loadAgent } from "@/lib/query/agents";

/** One agent with its deployments and workers. */
export const GET = read(AgentPath, (scope, { id }) => loadAgent(scope, id));
