/** Deeper values are replaced by these words, as in protobuf (`otlp/any-value.ts`); no SDK nests a tenth as deep. */
const NESTING_MAX = 64;
const NESTED_TOO_DEEP = "(nested too deep)";

/** What Python's `json.dumps` writes for numbers that JSON has no words for, and the ends of texts, where they are only words. */
const WORDS = /["\\]|-?\b(?:NaN|Infinity)\b/g;

/**
 * JSON that others wrote, in a shape that every later step can bear: nesting beyond 64 levels is replaced by words (parsing
 * knows no depth, writing and walking do), and halves of surrogate pairs become U+FFFD (no UTF-8, and so no URL, can say them).
 * Python's `NaN`, `Infinity` and `-Infinity` are null.
 * Errors: SyntaxError when the text is not JSON.
 * Source: Python, module json, "Infinite and NaN Number Values"; the SDK writes its chat history and summary so.
 */
export function parseJson(text: string): unknown {
  const value = parsed(text);
  return isTame(value, 0) ? value : tamed(value, 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(withoutNaN(text));
  }
}

/** The text with such numbers as null; texts in it stay as they are. */
function withoutNaN(text: string): string {
  let isText = false;
  let afterEscape = -1;
  return text.replace(WORDS, (word, at: number) => {
    if (at === afterEscape) return word;
    if (word === "\\") afterEscape = at + 1;
    else if (word === '"') isText = !isText;
    else if (!isText) return "null";
    return word;
  });
}

function isTame(value: unknown, depth: number): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  if (depth > NESTING_MAX) return false;
  if (Array.isArray(value)) return value.every((element) => isTame(element, depth + 1));
  for (const key in value) if (!isTame((value as Record<string, unknown>)[key], depth + 1)) return false;
  return true;
}

function tamed(value: unknown, depth: number): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value !== "object" || value === null) return value;
  if (depth > NESTING_MAX) return NESTED_TOO_DEEP;
  if (Array.isArray(value)) return value.map((element) => tamed(element, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tamed(inner, depth + 1)]));
}
