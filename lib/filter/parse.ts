import { toFilterNode } from "./filter-nodes";
import { cutFilter, type FilterError, FilterMistake, type Token } from "./tokens";
import type { FilterTree } from "./tree";

const LENGTH_MAX = 4_000;
const TERMS_MAX = 100;
const DEPTH_MAX = 20;

export type ParsedFilter = { ok: true; tree: FilterTree } | { ok: false; error: FilterError };

/**
 * Reads a filter as a person wrote it (docs/search.md); without words it means all lines.
 * Errors: none thrown; `error` says in words what is wrong, where (`at` counts from 0) and what to do.
 */
export function parseFilter(text: string): ParsedFilter {
  try {
    if (text.length > LENGTH_MAX) {
      throw new FilterMistake(
        `A filter may have up to ${LENGTH_MAX} characters, this one has ${text.length}`,
        LENGTH_MAX,
        1,
      );
    }
    const tokens = cutFilter(text);
    const terms = tokens.filter(({ kind }) => kind === "term");
    const tooMany = terms[TERMS_MAX];
    if (tooMany) throw mistakeAt(tooMany, `A filter may have up to ${TERMS_MAX} conditions; this is one too many`);
    return { ok: true, tree: tokens.length === 0 ? { kind: "all" } : readAll(tokens) };
  } catch (error) {
    if (!(error instanceof FilterMistake)) throw error;
    const { problem, at, length } = error;
    return { ok: false, error: { message: `${problem}, at character ${at + 1}.`, at, length } };
  }
}

interface Reading {
  tokens: Token[];
  next: number;
}

function readAll(tokens: Token[]): FilterTree {
  const reading = { tokens, next: 0 };
  const tree = readOr(reading, 0);
  const left = reading.tokens[reading.next];
  if (left) throw mistakeAt(left, "There is a “)” that nothing opens: take it away, or put it into quotes");
  return tree;
}

function readOr(reading: Reading, depth: number): FilterTree {
  const of = [readAnd(reading, depth)];
  while (peek(reading)?.kind === "OR") {
    const or = take(reading);
    if (!startsTerm(peek(reading)))
      throw mistakeAt(or, "“OR” needs a condition on each side; in lower case it is a word");
    of.push(readAnd(reading, depth));
  }
  return joined("or", of);
}

function readAnd(reading: Reading, depth: number): FilterTree {
  const of = [readNot(reading, depth)];
  for (;;) {
    const token = peek(reading);
    if (token?.kind === "AND") {
      take(reading);
      if (!startsTerm(peek(reading)))
        throw mistakeAt(token, "“AND” needs a condition on each side; in lower case it is a word");
    } else if (!startsTerm(token)) return joined("and", of);
    of.push(readNot(reading, depth));
  }
}

function readNot(reading: Reading, depth: number): FilterTree {
  let isNot = false;
  for (;;) {
    const token = peek(reading);
    if (token?.kind !== "-" && token?.kind !== "NOT") break;
    take(reading);
    const following = peek(reading);
    const isApart = token.kind === "-" && following?.at !== token.end;
    if (!following || !startsTerm(following) || isApart) {
      throw mistakeAt(
        token,
        `“${token.kind}” needs a condition behind it${token.kind === "-" ? ", without a space" : ""}`,
      );
    }
    isNot = !isNot;
  }
  const tree = readOne(reading, depth);
  return isNot ? { kind: "not", of: tree } : tree;
}

function readOne(reading: Reading, depth: number): FilterTree {
  const token = take(reading);
  switch (token.kind) {
    case "term":
      return toFilterNode(token);
    case "(": {
      if (depth === DEPTH_MAX) throw mistakeAt(token, `Brackets may stand in one another ${DEPTH_MAX} times, not more`);
      const following = peek(reading);
      if (following?.kind === ")") throw mistakeAt(token, "There is nothing between “(” and “)”");
      if (!following) throw mistakeAt(token, "There is a “(” that nothing closes");
      const tree = readOr(reading, depth + 1);
      if (peek(reading)?.kind !== ")") throw mistakeAt(token, "There is a “(” that nothing closes");
      take(reading);
      return tree;
    }
    case ")":
      throw mistakeAt(token, "There is a “)” that nothing opens: take it away, or put it into quotes");
    case "-":
    case "NOT":
      throw mistakeAt(token, `“${token.kind}” needs a condition behind it`);
    case "AND":
    case "OR":
      throw mistakeAt(token, `“${token.kind}” needs a condition on each side; in lower case it is a word`);
    default: {
      const never: never = token;
      throw new Error(`no such token: ${never}`);
    }
  }
}

function peek(reading: Reading): Token | undefined {
  return reading.tokens[reading.next];
}

/** The next token; only called where one is. */
function take(reading: Reading): Token {
  const token = reading.tokens[reading.next];
  if (!token) throw new Error("a filter's tokens ended unawares");
  reading.next += 1;
  return token;
}

function startsTerm(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== ")" && token.kind !== "OR" && token.kind !== "AND";
}

function joined(kind: "and" | "or", of: FilterTree[]): FilterTree {
  return of.length === 1 ? (of[0] as FilterTree) : { kind, of };
}

function mistakeAt(token: Token, problem: string): FilterMistake {
  return new FilterMistake(problem, token.at, token.end - token.at);
}
