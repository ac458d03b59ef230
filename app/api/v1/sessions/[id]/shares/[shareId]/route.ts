import { AppError } from "@/lib/errors";
import { write } from "@/lib/http/write";
import { SharePath } from "@/lib/model/shares";
import { saveAuditEntry } from "@/lib/store/audit";
import { setShareRevoked } from "@/lib/store/shares";

/** Makes the link void: whoever has it open gets nothing more. */
export const DELETE = write(
  SharePath,
  async ({ scope, actor }, { id, shareId }) => {
    const isRevoked = await setShareRevoked(scope, { id: shareId, sessionId: id }, new Date());
    if (!isRevoked) throw new AppError("not-found", `Session ${id} has no link ${shareId} that still works.`);
    await saveAuditEntry(scope, { actor, action: "share.revoke", target: id, details: { share: shareId } });
  },
  { right: "write" },
);
