import { changeMember, removeMember } from "@/lib/access/members";
import { write } from "@/lib/http/write";
import { MemberPatch, MemberPath } from "@/lib/model/people";

/** Changes somebody's role or right to hear recordings. */
export const PATCH = write(MemberPatch, changeMember);

/** Takes somebody out of the project. */
export const DELETE = write(MemberPath, (reader, { personId }) => removeMember(reader, personId));
