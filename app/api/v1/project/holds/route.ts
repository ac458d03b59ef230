import { z } from "zod";
import { read } from "@/lib/http/read";
import { listHolds } from "@/lib/query/holds";

/** The sessions that nothing may delete. */
export const GET = read(z.object({}), (scope) => listHolds(scope));
