import { type Finding, findAll } from "./finding";

const SEPARATED = "(?:[ \\u00a0().\\-/]{0,3}\\d)";
/** No word, no fraction, no seconds of a time. */
const NOT_INSIDE = "(?<![\\p{L}\\p{N}_.]|\\d:)";
const NOT_GOING_ON = "(?![\\p{L}\\p{N}_])";

/** E.164 numbers have at most 15 digits. Source: ITU-T E.164 §6. */
const FORMS = [
  // +49 151 23456789, 0049-151-…, sip_+15551234567
  new RegExp(`(?:\\+|(?<![\\d.:] ?)00)[ ]?\\(?[1-9]${SEPARATED}{6,16}`, "gu"),
  // 0151 23456789, (030) 901820
  new RegExp(`${NOT_INSIDE}\\(?0[1-9]${SEPARATED}{6,12}${NOT_GOING_ON}`, "gu"),
  // (555) 123-4567, 555.123.4567
  new RegExp(`${NOT_INSIDE}\\(?[2-9]\\d{2}\\)?[ \\u00a0.\\-]{0,2}\\d{3}[ \\u00a0.\\-]\\d{4}${NOT_GOING_ON}`, "gu"),
  // Without anything between the digits: ten of North America, with its 1, or a country code first. Unix times begin with 1.
  /(?<![\p{L}\p{N}_.,:+-])(?:[2-9]\d{9}|1[2-9]\d{9}|[2-9]\d{10,14})(?![\p{L}\p{N}_]|[.,:]\d)/gu,
  // LiveKit's SIP participants and rooms: sip_15551234567, call-_15551234567_x
  /(?<=(?:sip|tel|phone|call)[-_:]{1,2})\d{7,15}(?!\d)/giu,
];
/** Seven digits that stand near one another: no form has fewer. */
const SEVEN_DIGITS = /\d(?:[^\d]{0,3}\d){6}/;
/** As a transcript writes what was spoken digit by digit. */
const SPOKEN =
  /\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)[\s,.-]{1,3}){6,18}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b/giu;
const NUMBER_WORD = /\b(?:one|two|three|four|five|six|seven|eight|nine|zero)\b/i;
const DATE = /^\(?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)/;
/** Telephone numbers: international, national with a leading zero, North American; spoken digit by digit too. No dates. */
export function findPhones(text: string): Finding[] {
  const found = SEVEN_DIGITS.test(text) ? FORMS.flatMap((form) => findAll(text, form)) : [];
  const numbers = found.filter(({ start, end }) => !DATE.test(text.slice(start, end)));
  return NUMBER_WORD.test(text) ? [...numbers, ...findAll(text, SPOKEN)] : numbers;
}
