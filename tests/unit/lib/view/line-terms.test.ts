import { describe, expect, it } from "vitest";
import { parseFilter } from "@/lib/filter/parse";
import { fieldTerm, termState, withTerm } from "@/lib/view/line-terms";

const worker = (value: string) => ({ field: "worker", value });

describe("a replica taken into a filter", () => {
  it("stands behind what is there, and a second one beside the first", () => {
    const one = withTerm("level:>=warn", worker("aw-1"), "in");
    expect(one).toBe("level:>=warn worker:aw-1");
    const two = withTerm(one, worker("aw-2"), "in");
    expect(two).toBe("level:>=warn (worker:aw-1 OR worker:aw-2)");
    expect([termState(two, "worker", "aw-1"), termState(two, "worker", "aw-3")]).toEqual(["in", null]);
  });

  it("goes back to one, to none, and to being left out", () => {
    const two = "(worker:aw-1 OR worker:aw-2) error";
    expect(withTerm(two, worker("aw-2"), null)).toBe("error worker:aw-1");
    const out = withTerm("error worker:aw-1", worker("aw-1"), "out");
    expect(out).toBe("error -worker:aw-1");
    expect(termState(out, "worker", "aw-1")).toBe("out");
    expect(withTerm(out, worker("aw-1"), null)).toBe("error");
  });

  it("binds to all of an OR, not to its last part", () => {
    expect(withTerm("a OR b", worker("aw-1"), "out")).toBe("(a OR b) -worker:aw-1");
    expect(withTerm("a OR b", worker("aw-1"), "in")).toBe("(a OR b) worker:aw-1");
  });

  it("leaves quoted text and the reader's own groups alone", () => {
    const text = '"a worker:aw-1" (worker:aw-1 OR timeout)';
    expect(withTerm(text, worker("aw-9"), "in")).toBe(`${text} worker:aw-9`);
    expect(termState(text, "worker", "aw-1")).toBeNull();
  });

  it("is quoted where its name would mean something else", () => {
    for (const value of ["a b", 'say "hi"', "a:b", "-x", "a*", "(x)"]) {
      const term = fieldTerm("worker", value);
      expect(parseFilter(term)).toMatchObject({ ok: true, tree: { kind: "value", field: "worker" } });
      expect(termState(withTerm("x", worker(value), "in"), "worker", value)).toBe("in");
    }
  });
});
