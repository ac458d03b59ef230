import { describe, expect, it } from "vitest";
import { UsageError } from "@/cli/command";
import { filterOf, type WantedLines } from "@/cli/lines-filter";
import { parseFilter } from "@/lib/filter/parse";

const NOTHING: WantedLines = { agents: [], workers: [], deployment: null, level: null, filter: null };
const of = (wanted: Partial<WantedLines>) => filterOf({ ...NOTHING, ...wanted });

describe("the options of earshot logs as a filter", () => {
  it("are all conditions together; several of a name are alternatives", () => {
    expect(of({})).toBe("");
    expect(of({ agents: ["desk"], level: "warn" })).toBe('agent:"desk" level:>=warn');
    expect(of({ agents: ["a", "b*"], workers: ["w"], deployment: "v2" })).toBe(
      '(agent:"a" OR agent:"b"*) worker:"w" deployment:"v2"',
    );
  });

  it("keep a filter with OR together", () => {
    expect(of({ agents: ["a"], filter: "x OR y" })).toBe('agent:"a" (x OR y)');
    expect(of({ filter: "  " })).toBe("");
  });

  it("take names as they stand, quotes and backslashes too", () => {
    const q = of({ agents: ['front "desk" \\ (2)'] });
    const parsed = parseFilter(q);
    expect(parsed).toMatchObject({ ok: true, tree: { kind: "value", field: "agent", text: 'front "desk" \\ (2)' } });
  });
});

describe("what is wrong", () => {
  it("with a filter stands under its place", () => {
    expect(() => of({ filter: 'tts "end of' })).toThrow(UsageError);
    expect(() => of({ filter: 'tts "end of' })).toThrow(
      '--filter: There is a quote that nothing closes, at character 5.\n  tts "end of\n      ^',
    );
    expect(() => of({ filter: "\ta level:>=wran" })).toThrow(/\n {2}\ta level:>=wran\n {2}\t {2,}\^+$/);
  });

  it("with a level names the option", () => {
    expect(() => of({ level: "loud" })).toThrow(/^--level: .*loud/);
  });
});
