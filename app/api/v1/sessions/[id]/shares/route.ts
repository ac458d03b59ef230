import { makeShare } from "@/lib/access/shares";
import { read } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { SessionPath } from "@/lib/model/sessions";
import { ShareInput } from "@/lib/model/shares";
import { loadSession } from "@/lib/query/session";
import { listShares } from "@/lib/query/shares";

/** The links to this session, void ones too. */
export const GET = read(
  SessionPath,
  async (scope, { id }) => listShares(scope, (await loadSession(scope, id)).id),
  "write",
);

/** Makes a link to this session for people without an account; the only time that it is seen. */
export const POST = write(
  ShareInput,
  async (reader, input) => {
    // Under its own name: a session may be asked for by an older one.
    const { id } = await loadSession(reader.scope, input.id);
    return makeShare(reader, { ...input, id });
  },
  { right: "write", status: 201 },
);
