import { ownFieldOf } from "./fields";
import { fold } from "./words";

export type Scalar = string | number | boolean | bigint;

/** Deeper values are not searched; loggers nest three or four levels. */
const DEPTH_MAX = 10;

/** Names come again with every line: folding them once is enough. Bounded, for names can be made up. */
const FIELDS_MAX = 5_000;
const fieldsByName = new Map<string, string>();
/** Nobody can type them, and the database refuses the zero byte. */
const CONTROLS = /\p{Cc}/gu;

/**
 * Hands each value that is no object to `take`, until it answers false, under the name by which filters find it: `a.b` for what
 * lies in an object, the list's own name for its elements. What is null is not there.
 */
export function eachOwnField(
  fields: Record<string, unknown>,
  take: (field: string, value: Scalar) => boolean,
): boolean {
  for (const name in fields) if (!visit(name, fields[name], 0, take)) return false;
  return true;
}

function visit(name: string, value: unknown, depth: number, take: (field: string, value: Scalar) => boolean): boolean {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
      return take(foldedField(name), value);
    case "object": {
      if (value === null || depth === DEPTH_MAX) return true;
      if (Array.isArray(value)) return value.every((element) => visit(name, element, depth + 1, take));
      for (const inner in value) {
        if (!visit(`${name}.${inner}`, (value as Record<string, unknown>)[inner], depth + 1, take)) return false;
      }
      return true;
    }
    default:
      return true;
  }
}

function foldedField(name: string): string {
  const known = fieldsByName.get(name);
  if (known !== undefined) return known;
  const field = ownFieldOf(fold(name).replace(CONTROLS, " "));
  if (fieldsByName.size < FIELDS_MAX) fieldsByName.set(name, field);
  return field;
}

/** Numbers as loggers write them into texts; not hexadecimal, not empty. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const NUMBER_LENGTH_MAX = 40;

/** A value as a number, if it is one or is the text of one; else null. */
export function numberOf(value: Scalar): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string" || value.length > NUMBER_LENGTH_MAX || !NUMBER.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
