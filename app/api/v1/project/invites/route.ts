import { inviteMember } from "@/lib/access/members";
import { write } from "@/lib/http/write";
import { InviteInput } from "@/lib/model/people";

/** Makes a link into the project: for one person, once, until it expires. */
export const POST = write(InviteInput, inviteMember, { status: 201 });
