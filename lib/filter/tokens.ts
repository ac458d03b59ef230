/** A piece of a filter's text. `at` and `end` are places in that text, for errors. */
export type Token = { at: number; end: number } & (
  | { kind: "(" | ")" | "-" | "AND" | "OR" | "NOT" }
  | { kind: "term"; field: Written | null; value: Written; sign: Sign | null }
);

/** `text` as it was written, without quotes; `isPrefix`: a * stands behind it. */
export interface Written {
  text: string;
  isQuoted: boolean;
  isPrefix: boolean;
  at: number;
}

export type Sign = ">" | ">=" | "<" | "<=" | "=";

/** What is wrong with a filter, in words for the person who wrote it. */
export interface FilterError {
  message: string;
  at: number;
  length: number;
}

/** Carries the error out of the depth of the parser; caught by `parseFilter`. */
export class FilterMistake extends Error {
  constructor(
    readonly problem: string,
    readonly at: number,
    readonly length: number,
  ) {
    super(problem);
  }
}

const KEYWORDS = ["AND", "OR", "NOT"] as const;
const SPACE = /\s/;
const SIGN = /(?:>=|<=|>|<|=)/y;
/** Up to the next space, bracket or quote. */
const BARE = /[^\s()"]+/y;
/** A name and its colon; `https://…` and `std::…` are words. */
const NAME = /[\p{L}_@$][^\s:()"*]*:(?!\/\/|:)/uy;

/** Cuts a filter into its pieces. Errors: throws `FilterMistake` for a quote that is not closed and for what no value can be. */
export function cutFilter(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (SPACE.test(character)) at += 1;
    else {
      const token = tokenAt(text, at);
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  const character = text[at];
  if (character === "(" || character === ")") return { kind: character, at, end: at + 1 };
  if (character === "-") return { kind: "-", at, end: at + 1 };
  const bare = match(BARE, text, at);
  const keyword = KEYWORDS.find((word) => word === bare);
  if (keyword) return { kind: keyword, at, end: at + keyword.length };
  return termAt(text, at);
}

function termAt(text: string, at: number): Token {
  const name = nameAt(text, at);
  if (!name) {
    const { written, end } = writtenAt(text, at);
    return { kind: "term", field: null, value: written, sign: null, at, end };
  }
  const { field, colonEnd } = name;
  const sign = match(SIGN, text, colonEnd) as Sign | null;
  const start = colonEnd + (sign?.length ?? 0);
  const next = text[start];
  if (next === undefined || SPACE.test(next) || next === ")") {
    const problem = `“${text.slice(at, start)}” needs a value right behind it, for instance ${field.text}:${sign ?? ""}5 (or put it into quotes to find it as it stands)`;
    throw new FilterMistake(problem, at, start - at);
  }
  if (next === "(") {
    const problem = `A “(” cannot stand behind “${field.text}:”: write (${field.text}:one OR ${field.text}:two)`;
    throw new FilterMistake(problem, start, 1);
  }
  const { written, end } = writtenAt(text, start);
  return { kind: "term", field, value: written, sign, at, end };
}

/** `name:` or `"a name":` */
function nameAt(text: string, at: number): { field: Written; colonEnd: number } | null {
  if (text[at] === '"') {
    const { written, end } = quotedAt(text, at);
    return text[end] === ":" && !written.isPrefix ? { field: written, colonEnd: end + 1 } : null;
  }
  const name = match(NAME, text, at);
  if (name === null) return null;
  return { field: { text: name.slice(0, -1), isQuoted: false, isPrefix: false, at }, colonEnd: at + name.length };
}

function writtenAt(text: string, at: number): { written: Written; end: number } {
  if (text[at] === '"') return quotedAt(text, at);
  const bare = match(BARE, text, at) ?? "";
  const end = at + bare.length;
  const star = bare.indexOf("*");
  if (star >= 0 && star < bare.length - 1) {
    throw new FilterMistake(
      "A * can only stand at the end of a word; to find a star itself, put it into quotes",
      at + star,
      1,
    );
  }
  return { written: { text: star < 0 ? bare : bare.slice(0, -1), isQuoted: false, isPrefix: star >= 0, at }, end };
}

function quotedAt(text: string, at: number): { written: Written; end: number } {
  let content = "";
  for (let next = at + 1; next < text.length; next += 1) {
    const character = text[next] as string;
    if (character === '"') {
      const isPrefix = text[next + 1] === "*";
      return { written: { text: content, isQuoted: true, isPrefix, at }, end: next + (isPrefix ? 2 : 1) };
    }
    const escaped = text[next + 1];
    if (character === "\\" && (escaped === '"' || escaped === "\\")) {
      content += escaped;
      next += 1;
    } else content += character;
  }
  throw new FilterMistake("There is a quote that nothing closes", at, 1);
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
