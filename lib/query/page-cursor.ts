import { AppError } from "@/lib/errors";

/** Where a page ended: the sort key's value and the id of its last row. */
export interface PageCursor {
  value: string | number;
  id: string;
}

/** A cursor as opaque text for the caller to hand back. */
export function packPageCursor(cursor: PageCursor): string {
  return Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString("base64url");
}

/**
 * Reads a cursor that `packPageCursor` wrote for a sort key of the given kind.
 * Errors: `invalid` for anything else, also for the cursor of another sort order.
 */
export function unpackPageCursor(text: string, kind: "string" | "number"): PageCursor {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch (cause) {
    throw new AppError("invalid", "The cursor is damaged: take nextCursor of the page before, unchanged.", { cause });
  }
  if (Array.isArray(parts) && parts.length === 2) {
    const [value, id] = parts as [unknown, unknown];
    if (typeof id === "string" && (typeof value === "string" || typeof value === "number") && typeof value === kind) {
      return { value, id };
    }
  }
  throw new AppError("invalid", "The cursor belongs to another list or order: begin without a cursor.");
}
