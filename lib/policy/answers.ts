import type { Redaction } from "@/lib/model/privacy";
import { editedInteger } from "@/lib/wire/otlp/edit";
import { TextEditor } from "./text-editor";
import { type TextRules, toTextRules } from "./text-rules";

/** What senders named freely: whole numbers and names of fields may be secrets there, too, and no field is ours. */
const FREE = new Set(["attributes", "sent", "resource"]);
/** Fields of our answers that hold no words: ids, instants, positions, and words of our own. */
const OURS = /(?:^id|Ids?|At|Url|Ms|Ns)$/;
const OUR_WORDS = new Set([
  "cursor",
  "kind",
  "status",
  "level",
  "role",
  "stage",
  "owner",
  "verdict",
  "tone",
  "contentType",
]);

const EVERY_BUILT_IN = { email: true, phone: true, card: true, iban: true, apiKey: true };

/**
 * Makes answers of one session presentable to outsiders: whatever the built-in rules, all of them, and the project's own find in any
 * text is replaced, whether or not the project replaces it at ingest. Ids stay, so that records find each other. It finds patterns,
 * no names. Custom rules work on the budget of `TextEditor` for each record; what they have no time for is withheld.
 */
export function answerRedactor({ custom }: Pick<Redaction, "custom">): <Answer>(answer: Answer) => Answer {
  const rules = toTextRules({ senderRedacted: "drop", builtIn: EVERY_BUILT_IN, custom }) as TextRules;
  const clean = new Set<string>();
  const newEditor = () => new TextEditor(rules, clean);
  // A walk keeps every shape but those of free values, which have none.
  return <Answer>(answer: Answer) => edited(answer, newEditor) as Answer;
}

/** A list's elements are records, each with an editor of its own: one long text must not use up the budget of all. */
function edited(value: unknown, newEditor: () => TextEditor): unknown {
  if (!isObject(value)) return typeof value === "string" ? newEditor().edit(value) : value;
  const editor = newEditor();
  return mapFields(value, (field, key) => {
    if (!Array.isArray(field)) return editedField(field, key, editor);
    return isOurs(key) ? field : field.map((record) => editedField(record, key, newEditor()));
  });
}

function editedField(value: unknown, key: string, editor: TextEditor): unknown {
  if (FREE.has(key)) return editedFree(value, editor);
  if (typeof value === "string") return isOurs(key) ? value : editor.edit(value);
  if (Array.isArray(value)) return value.map((element) => editedField(element, key, editor));
  return isObject(value) ? mapFields(value, (field, name) => editedField(field, name, editor)) : value;
}

function editedFree(value: unknown, editor: TextEditor): unknown {
  const edit = (text: string) => editor.edit(text);
  if (typeof value === "string") return edit(value);
  if (typeof value === "number") return (Number.isInteger(value) ? editedInteger(value, edit) : null) ?? value;
  if (Array.isArray(value)) return value.map((element) => editedFree(element, editor));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [edit(name), editedFree(field, editor)]));
}

function isOurs(key: string): boolean {
  return OUR_WORDS.has(key) || OURS.test(key);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapFields(value: Record<string, unknown>, map: (field: unknown, key: string) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, map(field, key)]));
}
