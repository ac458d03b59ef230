import { makeResetLink } from "@/lib/access/members";
import { write } from "@/lib/http/write";
import { MemberPath } from "@/lib/model/people";

/** Makes a link with which this member sets a new password. */
export const POST = write(MemberPath, (reader, { personId }) => makeResetLink(reader, personId), {
  right: "own",
  status: 201,
});
