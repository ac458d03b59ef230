import { read } from "@/lib/http/read";
import { AuditQuery } from "@/lib/model/audit";
import { listAudit } from "@/lib/query/audit";

/** One page of the project's audit log, newest first. There is no way to change it. */
export const GET = read(AuditQuery, listAudit, "manage");
