import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Joined, TraceJoiner } from "@/sidecar/join-traces";

function join(text: string): string[] {
  const joiner = new TraceJoiner();
  const records: Joined[] = [];
  for (const line of text.split("\n")) records.push(...joiner.push(line, 0));
  return [...records, ...joiner.flush()].map(({ raw }) => raw);
}

/** What a program prints to stderr; it fails. */
function stderrOf(command: string, args: string[]): string {
  try {
    execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    return (error as { stderr: Buffer }).stderr.toString().replace(/\n$/, "");
  }
  throw new Error("it did not fail");
}

const PYTHON = `Traceback (most recent call last):
  File "/app/agent.py", line 10, in entrypoint
    await session.start()
          ^^^^^^^^^^^^^^^
  File "/app/session.py", line 5, in start
    raise RuntimeError("no room")
RuntimeError: no room`;

describe("tracebacks of Python", () => {
  it("are one record, and what stands around them is not part", () => {
    expect(join(`before\n${PYTHON}\nafter`)).toEqual(["before", PYTHON, "after"]);
  });

  it("are joined when one was raised while another was handled, or because of another", () => {
    for (const sentence of [
      "During handling of the above exception, another exception occurred:",
      "The above exception was the direct cause of the following exception:",
    ]) {
      const chained = `${PYTHON}\n\n${sentence}\n\n${PYTHON}`;
      expect(join(`${chained}\nafter`)).toEqual([chained, "after"]);
    }
  });

  it("do not swallow an empty line that ends them, nor one another", () => {
    expect(join(`${PYTHON}\n\nafter`)).toEqual([PYTHON, "", "after"]);
    expect(join(`${PYTHON}\n${PYTHON}`)).toEqual([PYTHON, PYTHON]);
  });

  it("end where something else is printed in the middle", () => {
    expect(join(`${PYTHON.split("\n").slice(0, 3).join("\n")}\n{"message":"x"}`)).toHaveLength(2);
  });

  it("of a thread are joined with the line that names it", () => {
    expect(join(`Exception in thread Thread-1:\n${PYTHON}`)).toHaveLength(1);
  });

  it("as a real Python prints them, groups too", () => {
    const program = `
def f():
    raise ExceptionGroup("several", [ValueError("one"), TypeError("two")])
try:
    f()
except Exception as e:
    raise KeyError("k") from e`;
    const said = stderrOf("python3", ["-c", program]);
    expect(said).toContain("Exception Group Traceback");
    expect(join(`start\n${said}\nafter`)).toEqual(["start", said, "after"]);
  });
});

describe("stacks of Node", () => {
  it("as a real Node prints an uncaught error with a cause and fields are one record", () => {
    const program = 'throw Object.assign(new Error("outer", { cause: new TypeError("inner") }), { code: "E_X" })';
    const said = stderrOf(process.execPath, ["-e", program]);
    expect(said).toMatch(/Node\.js v/);
    expect(join(`start\n${said}\nafter`).filter((raw) => raw !== "")).toEqual(["start", said, "after"]);
  });

  it("are joined with the line that names the error", () => {
    const stack = "TypeError: x is not a function\n    at main (/app/agent.js:3:5)\n    at node:internal/main:1:1";
    expect(join(`one\n${stack}\ntwo`)).toEqual(["one", stack, "two"]);
  });

  it("a line that only speaks of an error stays a line of its own", () => {
    expect(join("Error while connecting\nretrying\nError again\nError once more")).toHaveLength(4);
  });
});

it("structured lines are never held back", () => {
  const joiner = new TraceJoiner();
  const line = '{"message":"Error: x","exc_info":"Traceback (most recent call last):"}';
  expect(joiner.push(line, 1)).toEqual([{ raw: line, at: 1 }]);
  expect(joiner.isHolding).toBe(false);
});

it("a trace is cut at 256 KiB and at 2000 lines", () => {
  const endless = `Traceback (most recent call last):\n${'  File "x", line 1, in f\n'.repeat(5_000)}`;
  const records = join(endless);
  expect(records[0]?.split("\n")).toHaveLength(2000);
  const wide = `Traceback (most recent call last):\n${`  ${"y".repeat(100_000)}\n`.repeat(5)}`;
  for (const raw of join(wide)) expect(Buffer.byteLength(raw)).toBeLessThanOrEqual(256 * 1024);
});

it("the time of a record is the time of its first line", () => {
  const joiner = new TraceJoiner();
  joiner.push("Traceback (most recent call last):", 5);
  joiner.push("  File x", 6);
  expect(joiner.push("ValueError", 7)).toEqual([]);
  expect(joiner.flush()).toMatchObject([{ at: 5 }]);
});
