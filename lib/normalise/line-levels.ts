import type { LineLevel } from "@/lib/model/lines";

/** Words of loggers for how bad it is. `DEV`: py `log.py`, between debug and info. Source: PROTOCOL §9, and what others print. */
const LEVEL_BY_WORD: ReadonlyMap<string, LineLevel> = new Map([
  ...words("trace", "TRACE VERBOSE SILLY"),
  ...words("debug", "DEBUG DEV DBG"),
  ...words("info", "INFO NOTICE INFORMATION LOG"),
  ...words("warn", "WARN WARNING"),
  ...words("error", "ERROR ERR SEVERE EXCEPTION"),
  ...words("fatal", "CRITICAL CRIT FATAL ALERT EMERG EMERGENCY PANIC"),
]);

/** pino's and bunyan's numbers, ten apart from 10 on; what stands between belongs to the lower one. */
const LEVEL_BY_TENS: readonly LineLevel[] = ["trace", "debug", "info", "warn", "error", "fatal"];
const LEVEL_NUMBER_MAX = 100;

/** The level that a logger's word or number means; null for what means none. */
export function toLineLevel(sent: unknown): LineLevel | null {
  if (typeof sent === "string") return LEVEL_BY_WORD.get(sent) ?? LEVEL_BY_WORD.get(sent.toUpperCase()) ?? null;
  if (typeof sent !== "number" || !(sent >= 10 && sent < LEVEL_NUMBER_MAX)) return null;
  return LEVEL_BY_TENS[Math.floor(sent / 10) - 1] ?? "fatal";
}

function words(level: LineLevel, list: string): [string, LineLevel][] {
  return list.split(" ").map((word) => [word, level]);
}
