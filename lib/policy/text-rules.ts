import type { BuiltInRule, Redaction, RedactionPreview } from "@/lib/model/privacy";
import { findApiKeys } from "./api-keys";
import { findCards } from "./cards";
import { type CompiledRule, compileRules } from "./custom-rules";
import { findEmails } from "./emails";
import type { Finding } from "./finding";
import { findIbans } from "./ibans";
import { findPhones } from "./phones";

/** Where several rules find the same place, the first of this order names it. */
const BUILT_INS: readonly { rule: BuiltInRule; label: string; find: (text: string) => Finding[] }[] = [
  { rule: "apiKey", label: "api key", find: findApiKeys },
  { rule: "email", label: "email", find: findEmails },
  { rule: "iban", label: "iban", find: findIbans },
  { rule: "card", label: "card", find: findCards },
  { rule: "phone", label: "phone", find: findPhones },
];

/** A piece of a text: as it was (`label` null), or found by a rule. */
export interface TextPart {
  text: string;
  label: string | null;
}

/** A project's rules, ready to look at texts. */
export interface TextRules {
  builtIn: readonly (typeof BUILT_INS)[number][];
  custom: readonly CompiledRule[];
}

/** The rules that are on; null when none is. Errors: AppError `invalid` names a custom rule that cannot be used. */
export function toTextRules(redaction: Redaction): TextRules | null {
  const builtIn = BUILT_INS.filter(({ rule }) => redaction.builtIn[rule]);
  const custom = compileRules(redaction.custom);
  return builtIn.length + custom.length === 0 ? null : { builtIn, custom };
}

/** Cuts a text where the given rules find something; places that overlap become one. */
export function cutText(text: string, rules: readonly CompiledRule[]): TextPart[] {
  const places = rules
    .flatMap(({ label, find }, order) => find(text).map((place) => ({ ...place, label, order })))
    .sort((a, b) => a.start - b.start || a.order - b.order);
  const parts: TextPart[] = [];
  let end = 0;
  let last: ((typeof places)[number] & { text: string }) | null = null;
  for (const place of places) {
    if (last && place.start < end) {
      if (place.order < last.order) Object.assign(last, { label: place.label, order: place.order });
      last.text += text.slice(end, place.end);
      end = Math.max(end, place.end);
      continue;
    }
    if (place.start > end) parts.push({ text: text.slice(end, place.start), label: null });
    last = { ...place, text: text.slice(place.start, place.end) };
    parts.push(last);
    end = place.end;
  }
  if (end < text.length) parts.push({ text: text.slice(end), label: null });
  return parts.map(({ text: piece, label }) => ({ text: piece, label }));
}

/** What the rules make of a sample. */
export function previewText(text: string, redaction: Redaction): RedactionPreview {
  const rules = toTextRules(redaction);
  const parts = rules === null ? [{ text, label: null }] : cutText(text, [...rules.builtIn, ...rules.custom]);
  const counts: Record<string, number> = {};
  for (const { label } of parts) if (label !== null) counts[label] = (counts[label] ?? 0) + 1;
  return { text: parts.map((part) => (part.label === null ? part.text : `[${part.label}]`)).join(""), parts, counts };
}
