import { z } from "zod";
import { read } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { NewView } from "@/lib/model/views";
import { listViews, loadView } from "@/lib/query/views";
import { saveAuditEntry } from "@/lib/store/audit";
import { saveView } from "@/lib/store/views";

/** The lists of sessions that somebody named. */
export const GET = read(z.object({}), listViews);

/** Names a list for everybody of the project. */
export const POST = write(
  NewView,
  async ({ scope, actor }, view) => {
    const id = await saveView(scope, view, actor.name);
    await saveAuditEntry(scope, { actor, action: "view.create", target: id, details: { name: view.name } });
    return loadView(scope, id);
  },
  { right: "write", status: 201 },
);
