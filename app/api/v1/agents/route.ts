import { z } from "zod";
import { read } from "@/lib/http/read";
import type { AgentsAnswer } from "@/lib/model/agents";
import { listAgents } from "@/lib/query/agents";

/** The project's agents, by name. */
export const GET = read(z.object({}), async (scope): Promise<AgentsAnswer> => ({ agents: await listAgents(scope) }));
