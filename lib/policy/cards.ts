import type { Finding } from "./finding";

/** Digits of a card number, and the first digit of the schemes in use. Source: ISO/IEC 7812-1. */
const DIGITS_MIN = 13;
const DIGITS_MAX = 19;
const ENOUGH_DIGITS = /\d(?:[^\d]{0,3}\d){12}/;
const FIRST_DIGIT = /[2-6]/;
/** Groups as people write and speech recognition sets them: "4111 1111 …", "4111-1111-…", "4111, 1111, …". */
const GROUP = /\d+/g;
const BETWEEN = /^(?:[ \u00a0\-./]|, ?| {2}| - )$/;

/** Longer than any card. */
const NO_CARD = "0".repeat(DIGITS_MAX + 1);

interface Group extends Finding {
  digits: string;
}

/**
 * Payment card numbers: 13 to 19 digits, in groups or not, whose check digit is right. An expiry date before or behind does
 * not hide them. Source: ISO/IEC 7812-1, annex B (Luhn).
 */
export function findCards(text: string): Finding[] {
  if (!ENOUGH_DIGITS.test(text)) return [];
  const groups = groupsOf(text);
  const found: Finding[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    const last = lastOfCard(text, groups, first);
    if (last === null) continue;
    found.push({ start: (groups[first] as Group).start, end: (groups[last] as Group).end });
    first = last;
  }
  return found;
}

function groupsOf(text: string): Group[] {
  return [...text.matchAll(GROUP)].map(({ 0: digits, index }) => ({
    digits: isFraction(text, index, digits) ? NO_CARD : digits,
    start: index,
    end: index + digits.length,
  }));
}

/** 0.2220373360000849: what stands behind the point is no group of a card, which has six digits at most. */
function isFraction(text: string, start: number, digits: string): boolean {
  return digits.length > 6 && text[start - 1] === "." && /\d/.test(text[start - 2] ?? "");
}

/** The longest run of groups from `first` on that is a card number. */
function lastOfCard(text: string, groups: readonly Group[], first: number): number | null {
  let digits = "";
  let found: number | null = null;
  for (let at = first; at < groups.length; at += 1) {
    const group = groups[at] as Group;
    const before = groups[at - 1];
    if (at > first && before && !BETWEEN.test(text.slice(before.end, group.start))) break;
    digits += group.digits;
    if (digits.length > DIGITS_MAX) break;
    if (digits.length >= DIGITS_MIN && isCard(digits)) found = at;
  }
  return found;
}

function isCard(digits: string): boolean {
  return FIRST_DIGIT.test(digits[0] ?? "") && !/^(\d)\1*$/.test(digits) && hasCheckDigit(digits);
}

function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let fromEnd = 0; fromEnd < digits.length; fromEnd += 1) {
    const digit = Number(digits[digits.length - 1 - fromEnd]);
    const doubled = fromEnd % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
