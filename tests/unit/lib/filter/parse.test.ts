import { describe, expect, it } from "vitest";
import { parseFilter } from "@/lib/filter/parse";
import type { FilterTree } from "@/lib/filter/tree";

function treeOf(text: string): FilterTree {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.tree;
}

function errorOf(text: string) {
  const parsed = parseFilter(text);
  if (parsed.ok) throw new Error(`“${text}” was understood as ${JSON.stringify(parsed.tree)}`);
  return parsed.error;
}

const word = (text: string, more = {}) => ({ kind: "text", text, isPrefix: false, isQuoted: false, ...more });
const value = (field: string, text: string, more = {}) => ({
  ...{ kind: "value", field, text, isPrefix: false, isWhole: false, number: null },
  ...more,
});

describe("a filter", () => {
  it.each<[string, unknown]>([
    ["", { kind: "all" }],
    ["   ", { kind: "all" }],
    ["*", { kind: "all" }],
    ["Timeout", word("timeout")],
    ["gate*", word("gate", { isPrefix: true })],
    ['"End of\tTurn"', word("end of turn", { isQuoted: true })],
    ['"end of tu"*', word("end of tu", { isQuoted: true, isPrefix: true })],
    ['"say \\"hi\\" \\\\"', word('say "hi" \\', { isQuoted: true })],
    ["level:error", { kind: "level", comparison: "=", level: "error" }],
    ["LEVEL:>=Warning", { kind: "level", comparison: ">=", level: "warn" }],
    ["level:critical", { kind: "level", comparison: "=", level: "fatal" }],
    ["level:*", { kind: "present", field: "level" }],
    ["stream:STDERR", { kind: "stream", stream: "stderr" }],
    ["jobId:AJ_x9", value("job_id", "aj_x9")],
    ["roomID:RM_1", value("room_id", "rm_1")],
    ["error.type:TimeoutError", value("error.type", "timeouterror")],
    ['reason:"two words"', value("reason", "two words")],
    ["reason:=ok", value("reason", "ok", { isWhole: true })],
    ["host:web-*", value("host", "web-", { isPrefix: true })],
    ["pid:8350", value("pid", "8350", { number: 8350 })],
    ["temp:-5", value("temp", "-5", { number: -5 })],
    ["elapsed_time:>0.5", { kind: "compare", field: "elapsed_time", comparison: ">", number: 0.5 }],
    ["elapsed_time:<=1e3", { kind: "compare", field: "elapsed_time", comparison: "<=", number: 1000 }],
    ["job_id:*", { kind: "present", field: "job_id" }],
    ["fields.host:x", value("fields.host", "x")],
    ["fields.doctor:x", value("doctor", "x")],
    ['"a b":c', value("a b", "c")],
    ["https://example.com/x", word("https://example.com/x")],
    ["std::bad_alloc", word("std::bad_alloc")],
    ["12:30:05", word("12:30:05")],
    ["maria@example.com", word("maria@example.com")],
    ["/opt/demo-agent/agent.py", word("/opt/demo-agent/agent.py")],
  ])("%j means %j", (text, tree) => {
    expect(treeOf(text)).toEqual(tree);
  });

  it("joins what stands side by side more tightly than OR, and - or NOT only what follows", () => {
    expect(treeOf("a b OR -c AND NOT d")).toEqual({
      kind: "or",
      of: [
        { kind: "and", of: [word("a"), word("b")] },
        {
          kind: "and",
          of: [
            { kind: "not", of: word("c") },
            { kind: "not", of: word("d") },
          ],
        },
      ],
    });
  });

  it("takes brackets, and a - before them", () => {
    expect(treeOf("x -(a OR (b))")).toEqual({
      kind: "and",
      of: [word("x"), { kind: "not", of: { kind: "or", of: [word("a"), word("b")] } }],
    });
  });

  it("takes and, or, not in lower case as words", () => {
    expect(treeOf("or and not")).toEqual({ kind: "and", of: [word("or"), word("and"), word("not")] });
  });

  it.each<[string, string, number]>([
    ["level:error (a OR b", "There is a “(” that nothing closes, at character 13.", 12],
    ["(", "There is a “(” that nothing closes, at character 1.", 0],
    ["a )", "There is a “)” that nothing opens: take it away, or put it into quotes, at character 3.", 2],
    ["()", "There is nothing between “(” and “)”, at character 1.", 0],
    ['say "hello', "There is a quote that nothing closes, at character 5.", 4],
    ['""', "There is nothing between the quotes, at character 1.", 0],
    ["level:loud", "“loud” is no level: write trace, debug, info, warn, error or fatal, at character 7.", 6],
    ["stream:out", "“out” is no stream: write stdout, stderr or system, at character 8.", 7],
    ["stream:toString", "“toString” is no stream: write stdout, stderr or system, at character 8.", 7],
    ["elapsed:>500ms", "“500ms” is no number: write it without a unit, for instance elapsed:>0.5, at character 10.", 9],
    ["worker:>5", "“worker” holds no numbers: > compares a level, or a field with numbers, at character 9.", 8],
    [
      "agent: x",
      "“agent:” needs a value right behind it, for instance agent:5 (or put it into quotes to find it as it stands), at character 1.",
      0,
    ],
    ["level:(a OR b)", "A “(” cannot stand behind “level:”: write (level:one OR level:two), at character 7.", 6],
    ["a*b", "A * can only stand at the end of a word; to find a star itself, put it into quotes, at character 2.", 1],
    ["a OR", "“OR” needs a condition on each side; in lower case it is a word, at character 3.", 2],
    ["OR a", "“OR” needs a condition on each side; in lower case it is a word, at character 1.", 0],
    ["a AND )", "“AND” needs a condition on each side; in lower case it is a word, at character 3.", 2],
    ["a - b", "“-” needs a condition behind it, without a space, at character 3.", 2],
    ["NOT", "“NOT” needs a condition behind it, at character 1.", 0],
    ["a =>", "“=>” holds no letter or digit: put it into quotes to find it as it stands, at character 3.", 2],
  ])("%j is refused in words", (text, message, at) => {
    expect(errorOf(text)).toMatchObject({ message, at });
    expect(errorOf(text).length).toBeGreaterThan(0);
  });

  it("is bounded in length, in conditions and in brackets within brackets", () => {
    expect(errorOf("a ".repeat(2_001)).message).toContain("up to 4000 characters, this one has 4002");
    expect(errorOf("a ".repeat(101))).toMatchObject({ at: 200, length: 1 });
    expect(errorOf(`${"(".repeat(21)}a${")".repeat(21)}`).message).toContain("20 times, not more, at character 21.");
    expect(treeOf(`${"(".repeat(20)}a${")".repeat(20)}`)).toEqual(word("a"));
  });

  it("never throws, whatever is typed", () => {
    const pieces = [
      "(",
      ")",
      '"',
      "-",
      "*",
      ":",
      " ",
      "OR",
      "AND",
      "NOT",
      "level",
      ">=",
      "a",
      "\\",
      "5",
      "世",
      "é",
      "\u0000",
      "💥",
      "\ud83d",
    ];
    let seed = 42;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from({ length: 1 + random() * 12 }, () => pieces[Math.floor(random() * pieces.length)]).join(
        "",
      );
      const parsed = parseFilter(text);
      if (!parsed.ok) expect(parsed.error.message).toMatch(/, at character \d+\.$/);
    }
  });
});
