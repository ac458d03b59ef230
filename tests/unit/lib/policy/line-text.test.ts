import { describe, expect, test } from "vitest";
import { NO_REDACTION } from "@/lib/model/privacy";
import { keepLine } from "@/lib/policy/line-text";
import { TextEditor } from "@/lib/policy/text-editor";
import { toTextRules } from "@/lib/policy/text-rules";
import type { SentLine } from "@/lib/wire/lines/sent-lines";

const worker = { id: "w", agent: "a", deployment: null, host: null, pid: null, startedAtMs: null, sentAtMs: null };

function sent(raw: string, fields: SentLine["fields"] = null): SentLine {
  return {
    ...{ index: 0, worker: { ...worker, sender: "otlp", senderVersion: null, lastError: null }, seq: null, atMs: null },
    ...{ stream: "stdout", raw, severity: null, fields, event: null },
  };
}

test("a line with nothing to change is the very same", () => {
  const line = sent("words", { a: 1 });
  expect(keepLine(line, null, 1000)).toBe(line);
});

describe("a line that is too long", () => {
  test.each([
    ["a".repeat(11), 10, "a".repeat(10), 1],
    ["ab€", 4, "ab", 3],
    ["ab€", 5, "ab€", 0],
    ["🦜🦜", 7, "🦜", 4],
  ])("%s of at most %i bytes becomes %s", (raw, bytesMax, kept, bytes) => {
    const line = keepLine(sent(raw), null, bytesMax);
    expect(line.raw).toBe(kept);
    expect(line.fields).toEqual(bytes === 0 ? null : { "earshot.cut_bytes": bytes });
  });
});

test("fields that are too many are left out from the end, and counted", () => {
  const fields = Object.fromEntries(Array.from({ length: 100 }, (_unused, index) => [`f${index}`, "x".repeat(1000)]));
  const kept = keepLine(sent("words", fields), null, 1000).fields ?? {};
  expect(JSON.stringify(kept).length).toBeLessThan(65_536);
  const names = Object.keys(kept);
  expect(names.at(-1)).toBe("earshot.fields_left_out");
  expect(kept["earshot.fields_left_out"]).toBe(100 - (names.length - 1));
  expect(kept.f0).toBe(fields.f0);
});

test("zero bytes become U+FFFD in text and fields, and words that only look like one stay", () => {
  const line = keepLine(sent("a\0", { b: "c\0", d: "\\u0000" }), null, 1000);
  expect(line).toMatchObject({ raw: "a\uFFFD", fields: { b: "c\uFFFD", d: "\\u0000" } });
});

test("no half of a secret stays where a line is cut", () => {
  const rules = toTextRules({ ...NO_REDACTION, builtIn: { ...NO_REDACTION.builtIn, apiKey: true } });
  if (!rules) throw new Error("no rules");
  const secret = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789";
  for (let before = 950; before <= 1000; before += 1) {
    const line = keepLine(
      sent(`${"a ".repeat(before / 2)}${secret} ${"b".repeat(40_000)}`),
      new TextEditor(rules),
      1000,
    );
    expect(line.raw).not.toMatch(/sk-proj/);
    expect(Buffer.byteLength(line.raw)).toBeLessThanOrEqual(1000);
    expect(line.fields?.["earshot.cut_bytes"]).toBeGreaterThan(30_000);
  }
});
