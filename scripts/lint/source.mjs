import { parseSync } from "oxc-parser";

/**
 * Reads one source file into what the rules need: its tree, its comments, which lines hold code, and the line of an
 * offset. A file that does not parse throws with the parser's words.
 */
export function readSource(path, text) {
  const parsed = parseSync(path, text);
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0].message}`);
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  const hasCode = blankComments(text, parsed.comments)
    .split("\n")
    .map((line) => line.trim() !== "");
  const lineAt = (offset) => lineIndex(lineStarts, offset) + 1;
  return {
    path,
    text,
    program: parsed.program,
    comments: parsed.comments,
    lineAt,
    /** Lines with code between two offsets, both included: blanks and comments do not count. */
    codeLines(start, end) {
      return hasCode.slice(lineIndex(lineStarts, start), lineIndex(lineStarts, end) + 1).filter(Boolean).length;
    },
  };
}

/** Calls `visit(node, parent)` for every node of a tree, parents first. */
export function walk(node, visit, parent = null) {
  visit(node, parent);
  for (const key in node) {
    if (key === "parent") continue;
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk(item, visit, node);
    } else if (isNode(value)) walk(value, visit, node);
  }
}

function isNode(value) {
  return value !== null && typeof value === "object" && typeof value.type === "string";
}

function blankComments(text, comments) {
  let out = "";
  let at = 0;
  for (const { start, end } of comments) {
    out += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, " ");
    at = end;
  }
  return out + text.slice(at);
}

function lineIndex(lineStarts, offset) {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
