import { withdrawInvite } from "@/lib/access/members";
import { write } from "@/lib/http/write";
import { InvitePath } from "@/lib/model/people";

/** Takes an invitation back that nobody has used. */
export const DELETE = write(InvitePath, (reader, { inviteId }) => withdrawInvite(reader, inviteId));
