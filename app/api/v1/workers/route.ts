import { read } from "@/lib/http/read";
import { type WorkersAnswer, WorkersQuery } from "@/lib/model/agents";
import { listWorkers } from "@/lib/query/workers";

/** Workers of the project, of one agent or those that ran a session. */
export const GET = read(
  WorkersQuery,
  async (scope, query): Promise<WorkersAnswer> => ({ workers: await listWorkers(scope, query) }),
);
