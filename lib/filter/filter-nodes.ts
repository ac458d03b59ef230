import { LINE_LEVEL, LINE_STREAM, type LineLevel, type LineStream } from "@/lib/model/lines";
import { fieldOf, kindOf, ownFieldOf } from "./fields";
import { numberOf } from "./own-fields";
import { FilterMistake, type Token, type Written } from "./tokens";
import type { FilterTree } from "./tree";
import { fold, foldSpaces, wordsOf } from "./words";

type Term = Extract<Token, { kind: "term" }>;

/** Other words for levels, as SDKs and people write them. */
const LEVEL_NAMES = new Map<string, LineLevel>([
  ...(Object.keys(LINE_LEVEL) as LineLevel[]).map((level) => [level, level] as const),
  ["information", "info"],
  ["warning", "warn"],
  ["err", "error"],
  ["critical", "fatal"],
]);
/** Written before a field's name: the line's own, also where we know one of that name. */
const OWN = "fields.";

/** One condition of a filter. Errors: throws `FilterMistake` for a level, stream or number that is none. */
export function toFilterNode(term: Term): FilterTree {
  if (!term.field) return ofText(term.value);
  const name = foldSpaces(term.field.text).trim();
  const field = name.startsWith(OWN) ? ownFieldOf(name.slice(OWN.length)) : fieldOf(name);
  const isAny = term.value.isPrefix && term.value.text === "" && !term.sign;
  if (isAny) return { kind: "present", field };
  if (field === "level") return ofLevel(term);
  if (field === "stream") return ofStream(term);
  return ofField(field, term);
}

function ofText(value: Written): FilterTree {
  const text = foldSpaces(value.text).trim();
  if (text === "" && value.isPrefix && !value.isQuoted) return { kind: "all" };
  if (text === "") throw mistake(value, "There is nothing between the quotes");
  if (!value.isQuoted && wordsOf(text).length === 0) {
    throw mistake(value, `“${value.text}” holds no letter or digit: put it into quotes to find it as it stands`);
  }
  return { kind: "text", text, isPrefix: value.isPrefix, isQuoted: value.isQuoted };
}

function ofLevel({ value, sign }: Term): FilterTree {
  const level = LEVEL_NAMES.get(fold(value.text.trim()));
  if (!level || value.isPrefix) {
    throw mistake(value, `“${value.text}” is no level: write trace, debug, info, warn, error or fatal`);
  }
  return { kind: "level", comparison: sign ?? "=", level };
}

function ofStream({ value, sign }: Term): FilterTree {
  const stream = fold(value.text.trim());
  if (!Object.hasOwn(LINE_STREAM, stream) || value.isPrefix || (sign && sign !== "=")) {
    throw mistake(value, `“${sign ?? ""}${value.text}” is no stream: write stdout, stderr or system`);
  }
  return { kind: "stream", stream: stream as LineStream };
}

function ofField(field: string, { field: written, value, sign }: Term): FilterTree {
  const text = foldSpaces(value.text).trim();
  const number = numberOf(text);
  if (text === "") throw mistake(value, `“${written?.text}:” needs a value, or * for any`);
  if (!sign || sign === "=") {
    return { kind: "value", field, text, isPrefix: value.isPrefix, isWhole: sign === "=", number };
  }
  const kind = kindOf(field);
  if (kind !== "free" && kind !== "place") {
    throw mistake(value, `“${written?.text}” holds no numbers: ${sign} compares a level, or a field with numbers`);
  }
  if (number === null || value.isPrefix) {
    throw mistake(
      value,
      `“${value.text}” is no number: write it without a unit, for instance ${written?.text}:${sign}0.5`,
    );
  }
  return { kind: "compare", field, comparison: sign, number };
}

function mistake(value: Written, problem: string): FilterMistake {
  return new FilterMistake(problem, value.at, Math.max(1, value.text.length + (value.isQuoted ? 2 : 0)));
}
