declare const proven: unique symbol;

/** What a key pair may do. `ingest`: send telemetry. `read`: read sessions. `admin`: change settings. */
export type KeyScope = "ingest" | "read" | "admin";

/**
 * The one project that a request may touch. Made only in `lib/access`, from a proven key or browser session; it is
 * the first argument of every `store` and `query` function that touches a project's data.
 */
export interface ProjectScope {
  readonly projectId: string;
  readonly [proven]: true;
}
