/** What may stand at the caret. `text` replaces what lies between `from` and `to`. */
export interface LineSuggestion {
  text: string;
  hint: string;
  from: number;
  to: number;
}

/** What the box can know without asking: the values among the lines that are loaded. */
export interface KnownValues {
  fields: readonly string[];
  values: ReadonlyMap<string, readonly string[]>;
}

const FIELDS: readonly (readonly [name: string, hint: string])[] = [
  ["level", "level:>=warn"],
  ["worker", "one worker"],
  ["agent", "all replicas of an agent"],
  ["deployment", "a version"],
  ["host", "where it runs"],
  ["stream", "stdout, stderr or system"],
  ["job_id", "lines of one session"],
  ["room", "lines of one room"],
  ["logger", "who in the program wrote it"],
  ["exception", "words of a traceback"],
];
const VALUES = new Map<string, readonly string[]>([
  ["level", [">=warn", ">=error", "trace", "debug", "info", "warn", "error", "fatal"]],
  ["stream", ["stdout", "stderr", "system"]],
]);
const SUGGESTIONS_MAX = 8;

/** What may complete the word before the caret: names of fields, and after a colon the values that are known. */
export function suggestTerms(text: string, caret: number, known: KnownValues): LineSuggestion[] {
  const before = text.slice(0, caret);
  const word = /[^\s()"]*$/.exec(before)?.[0] ?? "";
  const sign = /^-?/.exec(word)?.[0] ?? "";
  const [name = "", value] = word.slice(sign.length).split(/:(.*)/s);
  if (name === "" || (before.match(/"/g)?.length ?? 0) % 2 === 1) return [];
  const from = caret - word.length + sign.length;
  const found = value === undefined ? fieldsLike(name, known) : valuesLike(name, value, known);
  return found.slice(0, SUGGESTIONS_MAX).map((one) => ({ ...one, from, to: caret }));
}

function fieldsLike(typed: string, known: KnownValues): { text: string; hint: string }[] {
  const start = typed.toLowerCase();
  const named = FIELDS.map(([text, hint]) => ({ text: `${text}:`, hint }));
  const own = known.fields
    .filter((field) => FIELDS.every(([name]) => name !== field))
    .map((field) => ({ text: `${field}:`, hint: "in these lines" }));
  return [...named, ...own].filter(({ text }) => text.toLowerCase().startsWith(start));
}

function valuesLike(field: string, typed: string, known: KnownValues): { text: string; hint: string }[] {
  const start = typed.toLowerCase();
  return [...(VALUES.get(field) ?? []), ...(known.values.get(field) ?? [])]
    .filter((value, index, all) => all.indexOf(value) === index)
    .filter((value) => value.toLowerCase().startsWith(start) && value.toLowerCase() !== start)
    .map((value) => ({ text: `${field}:${value}`, hint: "" }));
}
