import { z } from "zod";

export const KEY_SCOPES = ["ingest", "read", "admin"] as const;

/** An API key pair without its secret. */
export const ApiKey = z.object({
  id: z.string(),
  /** Given by whoever made it; empty for the pair of the first start. */
  label: z.string(),
  scopes: z.array(z.enum(KEY_SCOPES)),
  createdAt: z.string(),
  /** To the minute. */
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** Answer of `GET /api/v1/project/keys`, newest first. */
export const KeysAnswer = z.object({ keys: z.array(ApiKey) });
export type KeysAnswer = z.infer<typeof KeysAnswer>;

/** Body of `POST /api/v1/project/keys`. */
export const KeyInput = z.strictObject({
  label: z.string().trim().min(1, "must not be empty").max(100),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1, "must name at least one scope"),
});
export type KeyInput = z.infer<typeof KeyInput>;

/** Answer of it: the only time that the secret is told. */
export const MadeKey = ApiKey.extend({ secret: z.string() });
export type MadeKey = z.infer<typeof MadeKey>;

export const KeyPath = z.object({ keyId: z.string().min(1).max(200) });
