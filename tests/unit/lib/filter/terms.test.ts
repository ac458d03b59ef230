import { describe, expect, it } from "vitest";
import { matches } from "@/lib/filter/evaluate";
import { type NeededTerms, neededTerms } from "@/lib/filter/needed-terms";
import { parseFilter } from "@/lib/filter/parse";
import { CUT_SHORT } from "@/lib/filter/term-forms";
import type { FilterTree } from "@/lib/filter/tree";
import { factsOf, fitsFact, nameOf, type WorkerChoice, type WorkerChoices } from "@/lib/filter/worker-facts";
import type { Line } from "@/lib/model/lines";
import { lineOf, termsOfLine } from "./lines";
import { randomFilter, randomLines } from "./random";

/** What the database decides by its index, said once more in plain words. */
function passes(needed: NeededTerms, terms: string[]): boolean {
  switch (needed.kind) {
    case "every":
      return true;
    case "term":
      return terms.some((term) => (needed.isPrefix ? term.startsWith(needed.term) : term === needed.term));
    case "and":
      return needed.of.every((part) => passes(part, terms));
    case "or":
      return needed.of.some((part) => passes(part, terms));
    case "not":
      return !passes(needed.of, terms);
  }
}

/** Whose lines fit the facts of a filter: named, all others named, or not named at all, in turn. */
function choicesOf(tree: FilterTree, workers: Line[]): WorkerChoices {
  return new Map(
    factsOf(tree).map((fact, index) => {
      const ids = (isWanted: boolean) =>
        workers.flatMap(({ worker, [fact.field]: told }) => (fitsFact(fact, told) === isWanted ? [worker] : []));
      const choices: WorkerChoice[] = [
        { kind: "these", ids: ids(true) },
        { kind: "others", ids: ids(false) },
        { kind: "many" },
      ];
      return [nameOf(fact), choices[index % choices.length] as WorkerChoice];
    }),
  );
}

function treeOf(text: string): FilterTree {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.tree;
}

describe("the terms of a line", () => {
  it("are the words of what it says, who it is of, and its fields by kind of value", () => {
    const raw = JSON.stringify({
      message: "Gateway timed out, timed",
      level: "WARN",
      name: "clinic-app",
      job_id: "AJ_x9",
      attempts: 3,
      reason: "upstream",
      detail: "no answer",
      ok: false,
      "code.file.path": "/opt/demo/agent.py",
    });
    expect(termsOfLine({ raw, worker: "W-1", agent: "a", deployment: "v1", host: "h" }).sort()).toEqual(
      [
        ...["@worker=w-1", "@level=warn", "aj_x9", "@logger=clinic", "@logger=app"],
        ...["gateway", "timed", "out"],
        ...["@attempts#p1", "3", "@reason=upstream", "upstream", "@detail~", "no", "answer", "@ok=false", "false"],
        ...["@code.file.path=agent.py"],
      ].sort(),
    );
  });

  it("leave out the usual stream and level, and say where there is none", () => {
    const json = (level: string) => JSON.stringify({ message: "", level });
    expect(termsOfLine({ raw: json("INFO") })).toEqual(["@worker=w-1"]);
    expect(termsOfLine({ raw: json("ERROR"), stream: "stderr" })).toEqual([
      "@worker=w-1",
      "@stream=stderr",
      "@level=error",
    ]);
    expect(termsOfLine({ raw: "said" })).toEqual(["@worker=w-1", "@level=none", "said"]);
    expect(termsOfLine({ raw: JSON.stringify({ message: "", level: "INFO", name: "…" }) })).toEqual([
      "@worker=w-1",
      "@logger~",
    ]);
  });

  it("are cut in length and in count, and a line that lacks some says so", () => {
    const long = "x".repeat(500);
    expect(termsOfLine({ raw: long })).toContain("x".repeat(64));
    const many = Array.from({ length: 3_000 }, (_, index) => `w${index}`).join(" ");
    const terms = termsOfLine({ raw: many });
    expect(terms).toHaveLength(401);
    expect(terms).toContain(CUT_SHORT);
    expect(terms.every((term) => term.length <= 64)).toBe(true);
  });

  it("let through each line that a filter means, and nothing else where they say that they are exact", () => {
    let exact = 0;
    let found = 0;
    const lines = randomLines(7, 120);
    const all = lines.map((wanted) => ({ line: lineOf(wanted), terms: termsOfLine(wanted) }));
    const workers = [...new Map(all.map(({ line }) => [line.worker, line])).values()];
    for (let seed = 1; seed <= 1_500; seed += 1) {
      const text = randomFilter(seed);
      const tree = treeOf(text);
      const { needed, isExact } = neededTerms(tree, choicesOf(tree, workers));
      if (isExact) exact += 1;
      for (const { line, terms } of all) {
        const isMeant = matches(tree, line);
        if (isMeant) found += 1;
        const isPassed = passes(needed, terms);
        if (isMeant && !isPassed && !terms.includes(CUT_SHORT)) expect.fail(`${text} misses ${line.raw}`);
        if (isExact && isPassed !== isMeant && !terms.includes(CUT_SHORT)) expect.fail(`${text} takes ${line.raw}`);
      }
    }
    // Otherwise the comparison above would say little.
    expect(exact).toBeGreaterThan(200);
    expect(found).toBeGreaterThan(5_000);
  });
});
