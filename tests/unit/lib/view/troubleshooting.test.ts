import { describe, expect, it } from "vitest";
import type { Worker } from "@/lib/model/workers";
import { findTroubles } from "@/lib/view/troubleshooting";

const NOW_MS = Date.parse("2026-11-21T12:00:00Z");
const ago = (seconds: number) => new Date(NOW_MS - seconds * 1000).toISOString();

function worker(changes: Partial<Worker> = {}): Worker {
  return {
    ...{ id: "w1", agent: "receptionist", deployment: "v1", host: "pod-1", pid: 7, sender: "sidecar", livekitId: null },
    ...{ state: "running", exitCode: null, exitSignal: null, startedAt: ago(3600), endedAt: null, lastSeenAt: ago(5) },
    ...{ lineCount: 10, droppedCount: 0, linesPerSecond: 1, runningJobCount: 0, clockOffsetMs: 0, lastError: null },
    ...changes,
  } as Worker;
}

const find = (workers: Worker[], conditions = { lineDays: 90, diskWarning: null as string | null }) =>
  findTroubles({ workers, conditions, nowMs: NOW_MS });

describe("troubles in words", () => {
  it("are none while all is well", () => expect(find([worker()])).toEqual([]));

  it("no lines yet: says how they get here", () => {
    expect(find([])).toMatchObject([{ id: "no-lines", tone: "info", todo: expect.stringContaining("earshot run") }]);
  });

  it("a full disk comes first", () => {
    const [first] = find([worker({ droppedCount: 3 })], { lineDays: 90, diskWarning: "The disk is 96 % full." });
    expect(first).toMatchObject({ id: "disk", tone: "error", title: "The disk is 96 % full." });
  });

  it("a lost worker: what that may be, by who sends its lines", () => {
    const [sidecar] = find([worker({ state: "lost", lastSeenAt: ago(300) })]);
    expect(sidecar).toMatchObject({ title: "w1 (pod-1) has said nothing for 5 min", workerIds: ["w1"] });
    expect(sidecar?.meaning).toContain("30 seconds");
    const [other] = find([worker({ state: "lost", sender: "otlp", lastSeenAt: ago(4000) })]);
    expect(other?.meaning).toContain("may only be idle");
  });

  it("several workers with one trouble are told once", () => {
    const silent = (id: string, seconds: number) => worker({ id, state: "lost", lastSeenAt: ago(seconds) });
    expect(find([silent("a", 900), silent("b", 300)])).toMatchObject([
      { title: "2 workers have said nothing for 5 min or longer", workerIds: ["a", "b"] },
    ]);
    expect(find([worker({ id: "a", clockOffsetMs: 3_000 }), worker({ id: "b", clockOffsetMs: -9_000 })])).toMatchObject(
      [{ title: "The clocks of 2 workers are off, by up to 9 s behind" }],
    );
    expect(find([worker({ id: "a", droppedCount: 3 }), worker({ id: "b", droppedCount: 4 })])).toMatchObject([
      { title: "7 lines of 2 workers are missing" },
    ]);
  });

  it("dropped lines, with their number", () => {
    expect(find([worker({ droppedCount: 1240 })])).toMatchObject([
      { tone: "warn", title: "1,240 lines of w1 (pod-1) are missing" },
    ]);
    expect(find([worker({ droppedCount: 1, host: null })])[0]?.title).toBe("1 line of w1 is missing");
  });

  it("the sidecar's own last error, while it runs", () => {
    const told = { lastError: "401: No API key has this id and secret." };
    expect(find([worker(told)])[0]).toMatchObject({ title: expect.stringContaining("401: No API key"), tone: "warn" });
    expect(find([worker({ ...told, state: "exited", endedAt: ago(10) })])).toEqual([]);
  });

  it.each([
    [4_000, "4 s ahead"],
    [-3_600_000, "60 min behind"],
  ])("a clock that is off by %i ms", (clockOffsetMs, words) => {
    expect(find([worker({ clockOffsetMs })])[0]?.title).toContain(words);
    expect(find([worker({ clockOffsetMs: 1_900 })])).toEqual([]);
  });

  it("crashes in a row on one host are one trouble, and name the last", () => {
    const crashed = (id: string, seconds: number) =>
      worker({
        id,
        state: "crashed",
        exitCode: 1,
        startedAt: ago(seconds),
        endedAt: ago(seconds - 5),
        lastSeenAt: ago(seconds - 5),
      });
    expect(find([crashed("a", 300), crashed("b", 200)])).toEqual([]);
    expect(find([crashed("a", 300), crashed("b", 200), crashed("c", 100)])).toMatchObject([
      { title: "receptionist on pod-1 crashed 3 times within a day", workerIds: ["c"] },
    ]);
  });

  it("retention passed: the lines are gone, not lost", () => {
    const old = worker({ state: "exited", endedAt: ago(8 * 86_400), lastSeenAt: ago(8 * 86_400) });
    expect(find([old], { lineDays: 7, diskWarning: null })).toMatchObject([
      { id: "past-keeping", title: "Its lines were kept for 7 days, and are gone" },
    ]);
    expect(find([old], { lineDays: 9, diskWarning: null })).toEqual([]);
  });

  it("what happened more than a day ago is history", () => {
    expect(find([worker({ state: "lost", lastSeenAt: ago(90_000), droppedCount: 9 })])).toEqual([]);
  });
});
