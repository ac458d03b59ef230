import { z } from "zod";
import { read } from "@/lib/http/read";
import { listInvites } from "@/lib/query/invites";
import { listMembers } from "@/lib/query/people";

/** Everybody of the project, and the invitations that wait. */
export const GET = read(
  z.object({}),
  async (scope) => ({ members: await listMembers(scope), invites: await listInvites(scope, new Date()) }),
  "manage",
);
