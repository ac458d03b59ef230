import { read } from "@/lib/http/read";
import { WorkerPath } from "@/lib/model/agents";
import { loadWorker } from "@/lib/query/workers";

/** One worker with its jobs and the other runs on its host. */
export const GET = read(WorkerPath, (scope, { id }) => loadWorker(scope, id));
