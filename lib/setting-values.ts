import { resolve } from "node:path";

// What a setting is, and how its text in the environment is read. Each throws with what is wrong, without the value where it is secret.

/** One setting: what the documentation shows and what the process reads. `parse` throws with the reason in words. */
export interface Setting<T> {
  name: string;
  unit: string;
  /** In words when it depends on something else. */
  default: string;
  meaning: string;
  parse: (text: string | null) => T;
}

const KIB = 1024;
const BYTE_UNITS: Record<string, number> = { "": 1, KiB: KIB, MiB: KIB ** 2, GiB: KIB ** 3 };
const SECRET_LENGTH_MIN = 16;
/** As `Password` in lib/model/people.ts, which this file does not know. */
const PASSWORD_LENGTH_MIN = 10;
/** Of the process's own log, from the least to the most important. */
export const LOG_LEVELS = ["info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export function text<T>(name: string, fallback: string, meaning: string, parse: Setting<T>["parse"]): Setting<T> {
  return { name, unit: "text", default: fallback, meaning, parse };
}

export function whole(
  name: string,
  unit: string,
  fallback: number,
  ...[meaning, [min, max]]: [string, [number, number]]
): Setting<number> {
  const parse = (value: string | null) => {
    const number = value === null ? fallback : Number(value);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    throw new Error(`"${value}" is not a whole number from ${min} to ${max}.`);
  };
  return { name, unit, default: String(fallback), meaning, parse };
}

export function bytes(name: string, fallback: string, meaning: string): Setting<number> {
  const parse = (value: string | null) => {
    const match = /^(\d+) ?(KiB|MiB|GiB|)$/.exec(value ?? fallback);
    const size = match ? Number(match[1]) * (BYTE_UNITS[match[2] ?? ""] ?? 0) : 0;
    if (Number.isSafeInteger(size) && size > 0) return size;
    throw new Error(`"${value}" is not a size such as 67108864 or ${fallback}.`);
  };
  return { name, unit: "bytes", default: fallback, meaning, parse };
}

export function logLevel(value: string | null): LogLevel {
  const level = LOG_LEVELS.find((one) => one === (value ?? "info"));
  if (level) return level;
  throw new Error(`"${value}" is none of ${LOG_LEVELS.join(", ")}.`);
}

export function optional(value: string | null): string | null {
  return value;
}

export function optionalPath(value: string | null): string | null {
  return value && resolve(value);
}

export function optionalUrl(value: string | null): string | null {
  if (value === null) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash) return value.replace(/\/+$/, "");
  throw new Error(`"${value}" is not a URL that begins with http:// or https://.`);
}

export function postgresUrl(value: string | null): string | null {
  if (value === null || /^postgres(ql)?:\/\//.test(value)) return value;
  // The value may hold a password: it is not repeated.
  throw new Error("it must begin with postgresql://.");
}

export function initPassword(value: string | null): string | null {
  if (value === null || value.length >= PASSWORD_LENGTH_MIN) return value;
  throw new Error(`it must have at least ${PASSWORD_LENGTH_MIN} characters.`);
}

export function domains(value: string | null): string[] {
  return (value ?? "")
    .split(",")
    .map((domain) => domain.trim().toLowerCase())
    .filter(Boolean);
}

export function longEnough(value: string | null): string | null {
  if (value === null || value.length >= SECRET_LENGTH_MIN) return value;
  throw new Error(`it must have at least ${SECRET_LENGTH_MIN} characters.`);
}
