import { expect, test } from "vitest";
import { NO_REDACTION } from "@/lib/model/privacy";
import { TextEditor } from "@/lib/policy/text-editor";
import { toTextRules } from "@/lib/policy/text-rules";

const KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789";

function edit(text: string): string {
  const builtIn = { ...NO_REDACTION.builtIn, apiKey: true, card: true };
  const rules = toTextRules({ ...NO_REDACTION, builtIn });
  if (!rules) throw new Error("no rules");
  return new TextEditor(rules).edit(text);
}

test.each([
  ["right behind a colour", `\x1b[32m${KEY}\x1b[0m`, "[api key]"],
  ["with a colour inside", `key \x1b[1m${KEY.slice(0, 20)}\x1b[31m${KEY.slice(20)}\x1b[0m!`, "key [api key]!"],
  ["behind a cursor's move", `abc\x1b[3C${KEY}`, "abc [api key]"],
  ["in JSON, with its escapes", `{"message":"\\u001b[32m${KEY}\\u001b[0m"}`, '{"message":"[api key]"}'],
])("finds what stands %s", (_where, text, edited) => {
  expect(edit(text)).toBe(edited);
});

test("leaves colours where nothing is found", () => {
  for (const text of ["\x1b[32mDONE\x1b[0m 0.1s", "4111 1111\x1b[2J nothing"]) expect(edit(text)).toBe(text);
});
