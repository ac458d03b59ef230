import { z } from "zod";
import { read } from "@/lib/http/read";
import { loadProject } from "@/lib/query/projects";

/** The asker's project: name, what it records, how long it keeps. */
export const GET = read(z.object({}), loadProject);
