import { describe, expect, it } from "vitest";
import { layOutSpanTree, moveInTree, parentIds } from "@/lib/view/span-tree";
import { aSpan } from "./timeline-builder";

const spans = [
  aSpan({ id: "root", name: "agent_session", startMs: 0 }),
  aSpan({ id: "turn", name: "agent_turn", parentId: "root", startMs: 10 }),
  aSpan({ id: "llm", name: "llm_node", parentId: "turn", startMs: 12, summary: "gpt-4.1-mini" }),
  aSpan({ id: "run", name: "llm_request_run", parentId: "llm", startMs: 13 }),
  aSpan({ id: "deep", name: "http", parentId: "run", startMs: 14, isError: true }),
  aSpan({ id: "connect", name: "room_connect", parentId: "root", startMs: 5 }),
  aSpan({ id: "orphan", name: "tts_node", parentId: "gone", startMs: 3 }),
];
const usual = { collapsed: new Set<string>(), withPlumbing: false, find: "" };
const idsOf = (options: Partial<typeof usual> = {}) =>
  layOutSpanTree(spans, { ...usual, ...options }).rows.map((row) => [row.span.id, row.depth]);

describe("the span tree", () => {
  it("lays children by time below their parent, orphans as roots, and lifts what stands below plumbing", () => {
    expect(idsOf()).toEqual([
      ["root", 0],
      ["turn", 1],
      ["llm", 2],
      ["deep", 3],
      ["orphan", 0],
    ]);
    expect(layOutSpanTree(spans, usual).plumbingCount).toBe(2);
  });

  it("shows plumbing when it is asked for", () => {
    expect(idsOf({ withPlumbing: true }).map(([id]) => id)).toEqual([
      ...["root", "connect", "turn", "llm", "run", "deep", "orphan"],
    ]);
  });

  it("tells on a collapsed span how many failed below it", () => {
    const { rows } = layOutSpanTree(spans, { ...usual, collapsed: new Set(["turn"]) });
    expect(rows.map((row) => [row.span.id, row.hiddenErrorCount])).toEqual([
      ["root", 0],
      ["turn", 1],
      ["orphan", 0],
    ]);
  });

  it("never hides plumbing that failed", () => {
    const failed = [aSpan({ id: "c", name: "room_connect", isError: true })];
    expect(layOutSpanTree(failed, usual)).toMatchObject({ plumbingCount: 0, rows: [{ span: { id: "c" } }] });
  });

  it("finds spans with the path to them, also below collapsed ones", () => {
    expect(idsOf({ find: "GPT node", collapsed: new Set(["turn"]) }).map(([id]) => id)).toEqual([
      "root",
      "turn",
      "llm",
    ]);
  });

  it("survives parents that point in a circle", () => {
    const circle = [aSpan({ id: "a", parentId: "b" }), aSpan({ id: "b", parentId: "a", startMs: 1 })];
    expect(layOutSpanTree(circle, usual).rows.map((row) => row.span.id)).toEqual(["a", "b"]);
  });

  it("knows which spans can be collapsed", () => {
    expect([...parentIds(spans)].sort()).toEqual(["llm", "root", "run", "turn"]);
  });
});

describe("keys of the tree", () => {
  const spans = [
    aSpan({ id: "root", startMs: 0 }),
    aSpan({ id: "a", parentId: "root", startMs: 1 }),
    aSpan({ id: "a1", parentId: "a", startMs: 2 }),
    aSpan({ id: "b", parentId: "root", startMs: 3 }),
  ];
  const rowsOf = (collapsed: string[]) =>
    layOutSpanTree(spans, { collapsed: new Set(collapsed), withPlumbing: true, find: "" }).rows;

  it("go up and down and to the ends, and stay at them", () => {
    expect(moveInTree(rowsOf([]), 1, "ArrowDown")).toEqual({ goTo: 2 });
    expect(moveInTree(rowsOf([]), 3, "ArrowDown")).toEqual({ goTo: 3 });
    expect(moveInTree(rowsOf([]), 0, "ArrowUp")).toEqual({ goTo: 0 });
    expect(moveInTree(rowsOf([]), 2, "Home")).toEqual({ goTo: 0 });
    expect(moveInTree(rowsOf([]), 0, "End")).toEqual({ goTo: 3 });
    expect(moveInTree(rowsOf([]), -1, "ArrowDown")).toEqual({ goTo: 0 });
  });

  it("open, then go below; fold, then go above", () => {
    expect(moveInTree(rowsOf(["a"]), 1, "ArrowRight")).toEqual({ fold: "a" });
    expect(moveInTree(rowsOf([]), 1, "ArrowRight")).toEqual({ goTo: 2 });
    expect(moveInTree(rowsOf([]), 2, "ArrowRight")).toBeNull();
    expect(moveInTree(rowsOf([]), 1, "ArrowLeft")).toEqual({ fold: "a" });
    expect(moveInTree(rowsOf(["a"]), 1, "ArrowLeft")).toEqual({ goTo: 0 });
    expect(moveInTree(rowsOf([]), 2, "ArrowLeft")).toEqual({ goTo: 1 });
    expect(moveInTree(rowsOf(["root"]), 0, "ArrowLeft")).toBeNull();
    expect(moveInTree(rowsOf([]), 0, "x")).toBeNull();
  });

  it("colour a bar by its work, and by a failure in it or hidden below it", () => {
    const tones = layOutSpanTree(
      [
        aSpan({ id: "turn", startMs: 0 }),
        aSpan({ id: "llm", parentId: "turn", startMs: 1, stage: "llm" }),
        aSpan({ id: "tool", parentId: "turn", startMs: 2, stage: "tool" }),
        aSpan({ id: "bad", parentId: "tool", startMs: 3, isError: true, stage: "tts" }),
      ],
      { collapsed: new Set(["tool"]), withPlumbing: true, find: "" },
    ).rows.map((row) => [row.span.id, row.tone]);
    expect(tones).toEqual([
      ["turn", "wait"],
      ["llm", "llm"],
      ["tool", "error"],
    ]);
  });

  it("know each row's place among its siblings", () => {
    const places = rowsOf([]).map((row) => [row.span.id, row.aboveId, row.position, row.siblingCount]);
    expect(places).toEqual([
      ["root", null, 1, 1],
      ["a", "root", 1, 2],
      ["a1", "a", 1, 1],
      ["b", "root", 2, 2],
    ]);
  });
});
