/** A term as the language takes it: values with other characters than names have stand in quotation marks. */
export function fieldTerm(field: string, value: string): string {
  return /^[\w.@/+-]+$/.test(value) && !value.startsWith("-")
    ? `${field}:${value}`
    : `${field}:"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Whether a value of a field is wanted, refused, or not spoken of, by words on the outside of the text. */
export function termState(text: string, field: string, value: string): "in" | "out" | null {
  if (chosenOf(text, field).includes(value)) return "in";
  return splitTerms(text).includes(`-${fieldTerm(field, value)}`) ? "out" : null;
}

/**
 * The text with a value of a field that is wanted ("in", beside the others that are), refused ("out") or let go of (null). What stands
 * in parentheses with anything else is the reader's own and stays.
 */
export function withTerm(
  text: string,
  { field, value }: { field: string; value: string },
  wanted: "in" | "out" | null,
): string {
  const term = fieldTerm(field, value);
  const chosen = chosenOf(text, field).filter((one) => one !== value);
  const rest = splitTerms(text).filter((word) => word !== `-${term}`);
  const base = withOneOf(rest.join(" "), field, wanted === "in" ? [...chosen, value] : chosen);
  return wanted === "out" ? joined(splitTerms(base), [`-${term}`]) : base;
}

function withOneOf(text: string, field: string, values: readonly string[]): string {
  const rest = splitTerms(text).filter((word) => !isChoice(word, field));
  const terms = values.map((value) => fieldTerm(field, value));
  return joined(rest, terms.length > 1 ? [`(${terms.join(" OR ")})`] : terms);
}

/** Beside an OR a further word would belong to its last part only. */
function joined(words: string[], more: string[]): string {
  const base = words.includes("OR") && more.length > 0 ? [`(${words.join(" ")})`] : words;
  return [...base, ...more].join(" ");
}

/** `worker:a`, or `(worker:a OR worker:b)` with nothing else in it. */
function isChoice(word: string, field: string): boolean {
  if (word.startsWith(`${field}:`)) return true;
  if (!word.startsWith(`(${field}:`) || !word.endsWith(")")) return false;
  const inside = splitTerms(word.slice(1, -1));
  return inside.every((one, index) => (index % 2 === 1 ? one === "OR" : one.startsWith(`${field}:`)));
}

function chosenOf(text: string, field: string): string[] {
  return splitTerms(text)
    .filter((word) => isChoice(word, field))
    .flatMap((word) => (word.startsWith("(") ? splitTerms(word.slice(1, -1)) : [word]))
    .filter((word) => word !== "OR")
    .map((word) => valueOfTerm(word, field));
}

function valueOfTerm(term: string, field: string): string {
  const value = term.slice(field.length + 1);
  return value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;
}

/** Words on the outside: quoted text and groups in parentheses stay whole. */
function splitTerms(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\" && isQuoted) {
      word += character + (text[at + 1] ?? "");
      at += 1;
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === "(") depth += 1;
    else if (!isQuoted && character === ")") depth -= 1;
    if (/\s/.test(character) && !isQuoted && depth <= 0) {
      if (word) words.push(word);
      word = "";
    } else word += character;
  }
  if (word) words.push(word);
  return words;
}
