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

/** An id without zero bytes, which the database does not know. */
const ID = /^[^\0]{1,500}$/;
const NAME = /^[^\0]{0,500}$/;

/**
 * Reads a cursor that `packPageCursor` wrote for a sort key of the given kind: ISO instants, numbers or names.
 * Errors: `invalid` for anything else, also for the cursor of another sort order.
 */
export function unpackPageCursor(text: string, kind: "instant" | "number" | "text"): PageCursor {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch (cause) {
    throw new AppError("invalid", "The cursor is damaged: take nextCursor of the page before, unchanged.", { cause });
  }
  const [value, id] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (typeof id === "string" && ID.test(id)) {
    if (kind === "number" && typeof value === "number") return { value, id };
    if (kind === "text" && typeof value === "string" && NAME.test(value)) return { value, id };
    if (kind === "instant" && typeof value === "string" && isInstant(value)) return { value, id };
  }
  throw new AppError("invalid", "The cursor belongs to another list or order: begin without a cursor.");
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(text) && !Number.isNaN(Date.parse(text));
}
