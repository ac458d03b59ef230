import type { LineLevel } from "@/lib/model/lines";
import { parseJson } from "@/lib/wire/json";
import { toLineLevel } from "./line-levels";

const ESCAPE = "\u001b";
const BELL = "\u0007";
/** Colours and other orders to a terminal: CSI and OSC sequences, and the short ones. Source: ECMA-48, 5.4. */
const ESCAPES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)?|[ -/]*[0-~])`,
  "g",
);

/** `2026-11-21 12:00:00,123 - INFO livekit.agents - words {"extra": 1}`: all before the words. Source: py `cli/log.py`, ColoredFormatter. */
const PYTHON_DEVELOPMENT = /^\r?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - ([A-Z]+) +(\S+) - /;
/** Words may hold braces of their own before the extra's; more are not looked at. */
const BRACES_MAX = 4;

/** Times and brackets that may stand before the word for the level, in any order. */
const BEFORE_LEVEL = String.raw`^\s*(?:\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?\s*(?:[-|:]\s*)?)?`;
/** In capitals it is a level wherever it leads; in other letters only with a colon or in brackets: "error in row 3" is a sentence. */
const LEADING_LEVEL = new RegExp(
  `${BEFORE_LEVEL}(?:([A-Z]{3,11})(?![A-Za-z0-9_])|\\[\\s*([A-Za-z]{3,11})\\s*\\]|([A-Za-z]{3,11}): )`,
);
/** logfmt. The same is found in `level=warning`. */
const LOGFMT_LEVEL = /(?:^|\s)level="?([A-Za-z]+)/;
/** `agent.py:12: DeprecationWarning: …`. Source: CPython, Lib/warnings.py, formatwarning. */
const PYTHON_WARNING = /^\S+:\d+: \w*Warning: /;
/** A line that only begins a crash. The last: Node. */
const CRASH =
  /^(?:Traceback \(most recent call last\):|Exception in thread |thread '.*' panicked at |panic: |Uncaught |(?:\w+\.)*\w*(?:Error|Exception): |Unhandled[ \w]*rejection)/i;
const FATAL_CRASH = /^(?:Fatal Python error: |FATAL ERROR: |Segmentation fault|Aborted \(core dumped\)|Killed$)/;
/** A level and what gives one away stand at the front. */
const LOOK_AT = 400;

/**
 * A line of Python's development mode as the object that its production mode would have written, but for the time, which has no
 * zone and so tells nothing. Null for other lines. Source: PROTOCOL §9.
 */
export function parseDevelopmentLine(text: string): Record<string, unknown> | null {
  const head = PYTHON_DEVELOPMENT.exec(text);
  if (!head) return null;
  const [{ length }, level, name] = head;
  const rest = text.slice(length).trimEnd();
  let brace = rest.endsWith("}") ? rest.indexOf(" {") : -1;
  for (let tries = 0; brace >= 0 && tries < BRACES_MAX; tries += 1) {
    const extra = parseExtra(rest.slice(brace + 1));
    if (extra) return { ...extra, message: rest.slice(0, brace), level, name };
    brace = rest.indexOf(" {", brace + 1);
  }
  return { message: rest, level, name };
}

/** The text without colours and other orders to a terminal. */
export function withoutColours(text: string): string {
  return text.includes(ESCAPE) ? text.replace(ESCAPES, "") : text;
}

/** The level of a line that is free text, by the words that it begins with; null when they tell none. */
export function guessLevel(text: string): LineLevel | null {
  const start = text.slice(0, LOOK_AT);
  const leading = LEADING_LEVEL.exec(start);
  const word = leading?.[1] ?? leading?.[2] ?? leading?.[3];
  const level = word === undefined ? null : toLineLevel(word);
  if (level) return level;
  const logfmt = LOGFMT_LEVEL.exec(start)?.[1];
  if (logfmt !== undefined) return toLineLevel(logfmt);
  if (FATAL_CRASH.test(start)) return "fatal";
  if (CRASH.test(start)) return "error";
  return PYTHON_WARNING.test(start) ? "warn" : null;
}

function parseExtra(extra: string): Record<string, unknown> | null {
  try {
    return parseJson(extra) as Record<string, unknown>;
  } catch {
    return null;
  }
}
