/** One command of `earshot`, in a file of its own name. */
export interface Command {
  /** One line of `earshot help`. */
  summary: string;
  /** What `earshot help <command>` prints: how it is called, then its options. */
  usage: string;
  /** Answers the exit code. Errors: an Error with words for the person at the terminal; a `UsageError` for a wrong call. */
  run(args: string[]): Promise<number>;
}

/** The call is wrong: exit code 2, and where its usage stands. */
export class UsageError extends Error {}

/** Of a wrong call. Source: the convention of shells and getopt. */
export const USAGE_EXIT_CODE = 2;
