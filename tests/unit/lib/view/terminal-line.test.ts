import { describe, expect, it } from "vitest";
import type { Line } from "@/lib/model/lines";
import { replicaLabel, type TerminalStyle, terminalLine } from "@/lib/view/terminal-line";
import { terminalText } from "@/lib/view/terminal-text";

const LINE: Line = {
  id: "1",
  at: "2026-11-21T12:31:40.118Z",
  receivedAt: "2026-11-21T12:31:40.200Z",
  agent: "receptionist",
  deployment: "v2",
  worker: "receptionist-7f2c9a-41b8",
  host: "pod-1",
  stream: "stdout",
  level: "info",
  message: "tool answered",
  raw: '{"message":"tool answered"}',
  logger: null,
  fields: {},
  exception: null,
  sessionId: null,
  seq: 1,
};
const PIPE: TerminalStyle = { isTerminal: false, isColoured: false, showsAgent: false };
const TERMINAL: TerminalStyle = { isTerminal: true, isColoured: true, showsAgent: false };

const write = (line: Partial<Line>, style: TerminalStyle) => {
  const all = { ...LINE, ...line };
  return terminalLine(all, replicaLabel(all, style), style);
};

describe("a line in a pipe", () => {
  it("has its whole time in UTC, the whole id, and every field", () => {
    const fields = { duration: 0.5, name: "find_appointment", args: { day: "Mon day" }, job_id: "AJ_1" };
    expect(write({ fields }, PIPE)).toBe(
      '2026-11-21T12:31:40.118Z receptionist-7f2c9a-41b8 info tool answered duration=0.5 name=find_appointment args={"day":"Mon day"} job_id=AJ_1',
    );
    expect(write({ level: null }, { ...PIPE, showsAgent: true })).toBe(
      "2026-11-21T12:31:40.118Z receptionist/receptionist-7f2c9a-41b8 - tool answered",
    );
  });

  it("has its traceback below, indented, and no escape sequence of anybody", () => {
    const exception = "Traceback (most recent call last):\n  File \x1b[1mx\nValueError: no\x07\n";
    expect(write({ level: "error", message: "job\x1b[2J failed\nsecond", exception }, PIPE).split("\n")).toEqual([
      "2026-11-21T12:31:40.118Z receptionist-7f2c9a-41b8 error job failed",
      "    second",
      "    Traceback (most recent call last):",
      "      File x",
      "    ValueError: no",
    ]);
  });

  it("says how a process ended, with what it printed last below", () => {
    const fields = { event: "exited", code: 1, lastLines: ["one", "\x1b[31mtwo\x1b[0m\nthree", 4] };
    expect(
      write({ stream: "system", level: "error", message: "Exited with code 1.", fields }, PIPE).split("\n"),
    ).toEqual([
      "2026-11-21T12:31:40.118Z receptionist-7f2c9a-41b8 system Exited with code 1.",
      ...["    one", "    two", "    three"],
    ]);
  });

  it("says for a notice how many lines are missing and why", () => {
    const fields = { reason: "over the limit of lines" };
    expect(write({ stream: "system", level: "warn", dropped: 1240, fields, message: "x" }, PIPE)).toContain(
      "system 1,240 lines of receptionist-7f2c9a-41b8 are missing here: over the limit of lines",
    );
  });
});

describe("a line on a terminal", () => {
  it("is short, and each replica has its own colour", () => {
    const other = { worker: "receptionist-7f2c9a-41b9" };
    const [one, again, two] = [write({}, TERMINAL), write({ message: "x" }, TERMINAL), write(other, TERMINAL)];
    const colour = (text: string) => text.split("\x1b[38;5;")[1]?.split("m…")[0];
    expect(colour(one)).toBeDefined();
    expect([colour(again), colour(two) === colour(one)]).toEqual([colour(one), false]);
    expect(one).toContain("…2c9a-41b8");
    expect(one).not.toContain("receptionist-7f2c9a");
  });

  it("is red for errors, yellow for warnings, and plain without colours", () => {
    expect(write({ level: "fatal" }, TERMINAL)).toContain("\x1b[1;31mtool answered\x1b[0m");
    expect(write({ level: "warn" }, TERMINAL)).toContain("\x1b[33mwarn  \x1b[0m tool answered");
    expect(write({ level: "fatal" }, { ...TERMINAL, isColoured: false })).not.toContain("\x1b");
  });
});

it("a build log keeps its colours on a terminal, and nothing else that acts on it", () => {
  const text = "#5 \x1b[1;31mERROR\x1b[0m\x1b]0;title\x07 gone\x1b[2K\n";
  expect(terminalText(text, true)).toBe("#5 \x1b[1;31mERROR\x1b[0m gone\n");
  expect(terminalText(text, false)).toBe("#5 ERROR gone\n");
});
