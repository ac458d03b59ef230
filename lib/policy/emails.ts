import type { Finding } from "./finding";

/** Without what separates in addresses of pages and in JSON (= & / ? #), which is rare in a local part and usual before one. */
const LOCAL = /[\p{L}\p{N}._%+'~-]/u;
const DOMAIN = /[\p{L}\p{N}.-]/u;
/** Longest local part and longest domain. Source: RFC 5321 §4.5.3.1. */
const LOCAL_LENGTH_MAX = 256;
const DOMAIN_LENGTH_MAX = 255;
const AT_SIGN = /@|%40|＠/gi;
/** As a transcript writes what was spoken: "jane dot doe at example dot com". */
const SPOKEN =
  /\b[\w-]{1,40}(?: (?:dot|underscore|dash|punkt) [\w-]{1,40}){0,3} (?:at|ät) [\w-]{1,40}(?: (?:dot|punkt) [\w-]{2,40}){0,2} (?:dot|punkt) (?:com|org|net|edu|gov|io|ai|co|uk|de|at|ch|fr|es|it|nl|pl|eu|us|info|me|app|dev)\b/giu;

/**
 * E-mail addresses, written or spoken. Goes from each @ to both sides, so that a text without one costs nothing and no text
 * costs more than its length. Source: RFC 5321 (what may stand before and behind the @), wider where people are.
 */
export function findEmails(text: string): Finding[] {
  const found: Finding[] = [];
  let from = 0;
  for (const at of text.matchAll(AT_SIGN)) {
    const start = startOfLocal(text, at.index, from);
    const end = endOfDomain(text, at.index + at[0].length);
    if (start === at.index || end === null) continue;
    found.push({ start, end });
    from = end;
  }
  if (!/ (?:dot|punkt) /i.test(text)) return found;
  for (const match of text.matchAll(SPOKEN)) found.push({ start: match.index, end: match.index + match[0].length });
  return found;
}

function startOfLocal(text: string, at: number, from: number): number {
  let start = at;
  const first = Math.max(from, at - LOCAL_LENGTH_MAX);
  while (start > first && LOCAL.test(text[start - 1] ?? "")) start -= 1;
  return start;
}

/** null when what follows is no domain: it needs a dot and two letters behind it. */
function endOfDomain(text: string, start: number): number | null {
  let end = start;
  const last = Math.min(text.length, start + DOMAIN_LENGTH_MAX);
  while (end < last && DOMAIN.test(text[end] ?? "")) end += 1;
  while (end > start && /[.-]/.test(text[end - 1] ?? "")) end -= 1;
  return /^[^.].*\.[\p{L}\p{N}-]{2,}$/u.test(text.slice(start, end)) ? end : null;
}
