import { expect, it } from "vitest";
import type { Line } from "@/lib/model/lines";
import { droppedText, fieldsText, leftOutText, levelOf, lineText } from "@/lib/view/lines";
import { replicaHue, replicaText } from "@/lib/view/replicas";

const text = (part: Partial<Line>) => lineText({ message: "", raw: "", fields: {}, exception: null, ...part });

it("shows the first line of a message, and counts what is folded below it", () => {
  const trace = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\nValueError: no\n';
  expect(text({ message: "failed", exception: trace })).toEqual({
    ...{ first: "failed", fields: "ValueError: no", folded: "3 lines of traceback" },
  });
  expect(text({ message: `failed\n${trace}` }).folded).toBe("3 lines of traceback");
  expect(text({ message: "one\ntwo" }).folded).toBe("1 line of text");
  expect(text({ message: "one" }).folded).toBe("");
});

it("says what a traceback ends in and what a stack of Node begins with, also where nothing else was printed", () => {
  const frames = "  File \"a.py\", line 1, in f\n    g()\nModuleNotFoundError: No module named 'x'";
  const bare = text({ message: `Traceback (most recent call last):\n${frames}`, raw: "as printed" });
  expect(bare).toEqual({
    first: "ModuleNotFoundError: No module named 'x'",
    fields: "",
    folded: "3 lines of traceback",
  });
  const stack = "Error: no answer\n    at lookup (file:///app/agent.js:3:9)\n    at main {\n  code: 'E_AWAY'\n}";
  expect(text({ message: "failed", exception: stack }).fields).toBe("Error: no answer");
});

it("keeps the colours of a line that is shown as it was printed, and of no other", () => {
  expect(text({ message: "green\nmore", raw: "\x1b[32mgreen\x1b[0m\nmore" }).first).toBe("\x1b[32mgreen\x1b[0m");
  expect(text({ message: "green", raw: '{"message":"\x1b[32mgreen"}' }).first).toBe("green");
});

it("says the fields that tell something, short, and not where in the source they were written", () => {
  const fields = { doctor: "Okafor", "code.line.number": 7, pid: 3, empty: "", list: [1, 2], long: "x".repeat(100) };
  expect(fieldsText(fields)).toBe(`doctor=Okafor list=[1,2] long=${"x".repeat(60)}…`);
});

it("says how many lines are missing, whose, and why", () => {
  const line = { dropped: 1240, worker: "aw-91", message: "", fields: { reason: "over the limit of 500 lines/s" } };
  expect(droppedText(line)).toBe("1,240 lines of aw-91 are missing here: over the limit of 500 lines/s");
  expect(leftOutText(1)).toMatch(/^1 line was left out/);
});

it("tells an error of the system from its news", () => {
  expect(levelOf({ stream: "system", level: "error" })).toEqual({ text: "system", tone: "error" });
  expect(levelOf({ stream: "system", level: "info" })).toEqual({ text: "system", tone: "system" });
});

it("gives replicas colours that stay, and spreads them", () => {
  const hues = Array.from({ length: 40 }, (_, index) => replicaHue(`aw-${index}`));
  expect(replicaHue("aw-3")).toBe(hues[3]);
  // Counted ones next to each other: seven hues in turn.
  for (let first = 0; first + 7 <= hues.length; first += 1) expect(new Set(hues.slice(first, first + 7)).size).toBe(7);
  expect(new Set(hues).size).toBe(7);
  expect(replicaText("worker-0123456789")).toBe("…123456789");
});
