import { z } from "zod";

/** One thing that somebody did. Never changed; deleted only by age. */
export const AuditEntry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({ kind: z.enum(["user", "key", "share", "system"]), id: z.string(), name: z.string() }),
  /** Dotted words: "project.update", "recording.play". */
  action: z.string(),
  /** What it was done to: an id, a name, an address. */
  target: z.string(),
  /** For changes `{ before, after }` of the changed fields; else facts of the action. */
  details: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const instant = z.iso.datetime({ offset: true });
const text = z
  .string()
  .max(200)
  .refine((value) => !value.includes("\0"), "must not hold a zero byte");

/** Which entries: all conditions together. `action` is the beginning of the dotted words: "project" finds "project.update". */
export const AuditFilter = z.object({
  actor: text.optional(),
  action: text.optional(),
  q: text.optional(),
  from: instant.optional(),
  to: instant.optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** Parameters of `GET /api/v1/audit`. */
export const AuditQuery = AuditFilter.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** Answer of `GET /api/v1/audit`, newest first. */
export const AuditAnswer = z.object({ entries: z.array(AuditEntry), nextCursor: z.string().nullable() });
export type AuditAnswer = z.infer<typeof AuditAnswer>;

/** Parameters of `GET /api/v1/audit/export`. */
export const AuditExportQuery = AuditFilter.extend({ format: z.enum(["ndjson", "csv"]).default("ndjson") });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;
