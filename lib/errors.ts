/** The kinds of failure a request can meet. None of them knows HTTP; `lib/http/handle.ts` maps each to a status once. */
export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "too-large"
  | "unsupported"
  | "limited"
  | "unavailable";

/**
 * A failure with words for the person or sender who caused it: what happened, where, and what to do.
 * `retryAfterMs` goes with `limited` and `unavailable`: when the same request may be sent again.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterMs: number | null;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
