import { prettyPrint } from "./arguments";

/** One attribute, ready to be drawn. `isBlock`: it needs lines of its own (JSON, long or many-lined text). */
export interface AttributeRow {
  name: string;
  text: string;
  isBlock: boolean;
}

const INLINE_CHARACTERS_MAX = 90;

/** Attributes by name, A to Z; texts that are JSON are pretty-printed, nothing is cut or left out. */
export function layOutAttributes(attributes: Readonly<Record<string, unknown>>): AttributeRow[] {
  return Object.entries(attributes)
    .map(([name, value]) => ({ name, ...toText(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function toText(value: unknown): { text: string; isBlock: boolean } {
  if (typeof value === "string") {
    const printed = prettyPrint(value);
    const isLong = printed.text.length > INLINE_CHARACTERS_MAX || printed.text.includes("\n");
    return { text: printed.text, isBlock: printed.isJson ? printed.text.includes("\n") : isLong };
  }
  if (value === null || value === undefined) return { text: "not set", isBlock: false };
  if (typeof value !== "object") return { text: String(value), isBlock: false };
  const flat = JSON.stringify(value);
  if (flat.length <= INLINE_CHARACTERS_MAX) return { text: flat, isBlock: false };
  return { text: JSON.stringify(value, null, 2), isBlock: true };
}
