/**
 * A tool call's arguments on one line: `doctor: Okafor, week: 2026-11-23`. What is not a JSON object stays as sent,
 * without line breaks. Nothing throws.
 */
export function formatArguments(sent: string): string {
  const value = parseJson(sent);
  if (value === undefined || value === null || typeof value !== "object" || Array.isArray(value)) {
    return sent.replace(/\s+/g, " ").trim();
  }
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${typeof one === "string" ? one : JSON.stringify(one)}`)
    .join(", ");
}

/** JSON as a value, or undefined when the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Pretty-prints a text that may be JSON (an object or array), also when it was encoded twice, as a JSON string that holds
 * the text: Node's SDK writes tool outputs so. Other texts are returned as they are. `isJson` says which.
 * Python's `str(dict)` (single quotes) is no JSON and stays as sent: guessing at it would change what a tool said.
 */
export function prettyPrint(sent: string): { text: string; isJson: boolean } {
  const text = decodeText(sent);
  const trimmed = text.trim();
  if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) return { text, isJson: false };
  const value = parseJson(trimmed);
  return value === undefined ? { text, isJson: false } : { text: JSON.stringify(value, null, 2), isJson: true };
}

/** The text that a JSON string holds; one level, and any other text as it is. */
export function decodeText(sent: string): string {
  const trimmed = sent.trim();
  if (!trimmed.startsWith('"') || !trimmed.endsWith('"')) return sent;
  const value = parseJson(trimmed);
  return typeof value === "string" ? value : sent;
}
