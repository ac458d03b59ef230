import { read } from "@/lib/http/read";
import { RunPath } from "@/lib/model/retention";
import { loadErasure } from "@/lib/query/erasures";

/** The receipt of an erasure. */
export const GET = read(RunPath, (scope, { id }) => loadErasure(scope, id), "manage");
