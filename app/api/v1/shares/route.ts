import { z } from "zod";
import { read } from "@/lib/http/read";
import { listShares } from "@/lib/query/shares";

/** All links to sessions of the project, void ones too. */
export const GET = read(z.object({}), (scope) => listShares(scope, null), "write");
