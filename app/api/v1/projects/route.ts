import { readableScopes } from "@/lib/access/reader";
import { route } from "@/lib/http/handle";
import { json } from "@/lib/http/read";
import { listProjects } from "@/lib/query/projects";

/** The projects that the asker may open: a key's own one; all for a browser, as long as there is no login. */
export const GET = route(async (call) => json(await listProjects(await readableScopes(call))));
