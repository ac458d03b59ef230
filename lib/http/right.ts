import { AppError, type ErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";

/** Asks again whether the reader of a stream has the right with which it began; throws what a new request would be refused with. */
export type AskAgain = () => Promise<unknown>;

/**
 * What is known of a key may be five seconds old (access/key-table.ts), so a stream ends at the latest fifteen seconds after its right:
 * as long as browsers and proxies hear nothing anyway. A look is one or two rows by their keys: a thousand streams cost a hundred a second.
 */
const LOOK_MS = 10_000;

/** Refusals that are of the reader; any other failure is ours, and says nothing about him. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set(["unauthenticated", "forbidden", "not-found", "conflict"]);

/** `lost` comes true with the refusal, once; never while the right lasts or cannot be asked for. `stop` ends the looking. */
export interface WatchedRight {
  lost: Promise<AppError>;
  stop: () => void;
}

/** Looks again and again whether the right of a stream's reader lasts. Errors: none; a database that is away is asked again. */
export function watchRight(askAgain: AskAgain): WatchedRight {
  let tell: (refusal: AppError) => void = () => undefined;
  const lost = new Promise<AppError>((resolve) => {
    tell = resolve;
  });
  let isAsking = false;
  const look = async () => {
    if (isAsking) return;
    isAsking = true;
    try {
      await askAgain();
    } catch (error) {
      if (error instanceof AppError && REFUSALS.has(error.code)) tell(error);
      // A database that is away is told of by whoever needs it.
      else if (!(error instanceof AppError)) log.error("a stream's right could not be asked for", { error });
    } finally {
      isAsking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS).unref();
  return { lost, stop: () => clearInterval(timer) };
}
