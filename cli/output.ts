import { once } from "node:events";

/** Where a command writes to. */
export interface Output {
  isTerminal: boolean;
  isColoured: boolean;
  /** Resolves when more may be written. */
  write(text: string): Promise<void>;
}

/**
 * Standard output: coloured on a terminal unless NO_COLOR is set or the terminal is a dumb one. When whoever reads it goes (`| head`),
 * the process ends without a word. Source: no-color.org.
 */
export function standardOutput(): Output {
  const { stdout, env } = process;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  const isTerminal = stdout.isTTY === true;
  return {
    isTerminal,
    isColoured: isTerminal && !env.NO_COLOR && env.TERM !== "dumb",
    write: async (text) => {
      if (text !== "" && !stdout.write(text)) await once(stdout, "drain");
    },
  };
}
