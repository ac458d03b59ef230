import { z } from "zod";
import { read } from "@/lib/http/read";
import type { AgentsAnswer } from "@/lib/model/agents";
import { listAgents } from "@/lib/query/agents";
import { loadLineConditions } from "@/lib/query/line-conditions";

/** The project's agents, by name. */
export const GET = read(z.object({}), async (scope): Promise<AgentsAnswer> => {
  const [agents, conditions] = await Promise.all([listAgents(scope), loadLineConditions(scope)]);
  return { agents, conditions };
});
