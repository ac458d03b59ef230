import type { Finding } from "./finding";

/** Characters of an IBAN by country. Source: SWIFT IBAN registry, release 99. */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 " +
    "FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 " +
    "LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 " +
    "RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
const BEGINNING = /(?<![\p{L}\p{N}])[a-z]{2} ?\d ?\d/giu;

/**
 * International bank account numbers, in groups or not, of the length of their country and with the right check digits.
 * Source: ISO 13616-1 (mod 97-10).
 */
export function findIbans(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { index } of text.matchAll(BEGINNING)) {
    const length = LENGTHS[text.slice(index, index + 2).toUpperCase()];
    const end = length === undefined ? null : endAfter(text, index, length);
    if (end !== null && isIban(text.slice(index, end))) found.push({ start: index, end });
  }
  return found;
}

/** Where so many letters and digits have passed, with at most one blank or hyphen between two. */
function endAfter(text: string, start: number, length: number): number | null {
  let left = length;
  let at = start;
  while (left > 0 && at < text.length) {
    if (/[a-z0-9]/i.test(text[at] as string)) left -= 1;
    else if (!/[ \u00a0-]/.test(text[at] as string) || !/[a-z0-9]/i.test(text[at - 1] ?? "")) return null;
    at += 1;
  }
  return left === 0 && !/[\p{L}\p{N}]/u.test(text[at] ?? "") ? at : null;
}

function isIban(written: string): boolean {
  const plain = written.replace(/[^a-z0-9]/gi, "").toUpperCase();
  const rearranged = plain.slice(4) + plain.slice(0, 4);
  let remainder = 0;
  for (const character of rearranged) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
