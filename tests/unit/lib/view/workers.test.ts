import { describe, expect, it } from "vitest";
import type { Worker } from "@/lib/model/workers";
import { toLinesPerSecond, toWorkerState } from "@/lib/query/worker-state";
import { jobResult, orderWorkers, seenText, stateMark, uptimeText, workerLogsPath } from "@/lib/view/workers";

const NOW_MS = Date.parse("2026-11-21T12:00:00Z");
const ago = (seconds: number) => new Date(NOW_MS - seconds * 1000);

describe("the state of a worker now", () => {
  const signs = { sender: "sidecar" as const, livekitId: "AW_1", startedAt: ago(3600), lastSeenAt: ago(5) };

  it("is lost when its sidecar missed three words, or another shipper was silent for an hour", () => {
    expect(toWorkerState({ ...signs, state: "running", lastSeenAt: ago(90) }, NOW_MS)).toBe("running");
    expect(toWorkerState({ ...signs, state: "running", lastSeenAt: ago(90.1) }, NOW_MS)).toBe("lost");
    expect(toWorkerState({ ...signs, state: "draining", lastSeenAt: ago(91) }, NOW_MS)).toBe("lost");
    const other = { ...signs, sender: "otlp" as const, state: "running" as const };
    expect(toWorkerState({ ...other, lastSeenAt: ago(3600) }, NOW_MS)).toBe("running");
    expect(toWorkerState({ ...other, lastSeenAt: ago(3601) }, NOW_MS)).toBe("lost");
  });

  it("stays what it was once it is over", () => {
    expect(toWorkerState({ ...signs, state: "exited", lastSeenAt: ago(9999) }, NOW_MS)).toBe("exited");
    expect(toWorkerState({ ...signs, state: "crashed", lastSeenAt: ago(9999) }, NOW_MS)).toBe("crashed");
  });

  it("is starting until it registered, or for a minute", () => {
    const young = { ...signs, state: "starting" as const, livekitId: null };
    expect(toWorkerState({ ...young, startedAt: ago(60) }, NOW_MS)).toBe("starting");
    expect(toWorkerState({ ...young, startedAt: ago(61) }, NOW_MS)).toBe("running");
    expect(toWorkerState({ ...young, livekitId: "AW_1", startedAt: ago(1) }, NOW_MS)).toBe("running");
  });
});

it("lines a second are those of the last minute, by the share of the minute before that still counts", () => {
  const recent = (seconds: number) => ({ minute: ago(seconds), count: 60, countBefore: 120 });
  expect(toLinesPerSecond(recent(30), NOW_MS)).toBe((60 + 60) / 60);
  expect(toLinesPerSecond(recent(90), NOW_MS)).toBe(30 / 60);
  expect(toLinesPerSecond(recent(120), NOW_MS)).toBe(0);
  expect(toLinesPerSecond(recent(-3), NOW_MS)).toBe(3);
  expect(toLinesPerSecond({ minute: null, count: 0, countBefore: 0 }, NOW_MS)).toBe(0);
});

function worker(changes: Partial<Worker>): Worker {
  const times = { startedAt: ago(3600).toISOString(), endedAt: null, lastSeenAt: ago(5).toISOString() };
  return { id: "w", state: "running", exitCode: null, exitSignal: null, ...times, ...changes } as Worker;
}

describe("a worker in words", () => {
  it.each([
    [{ state: "exited", exitCode: 0 }, "exited 0"],
    [{ state: "crashed", exitCode: 137 }, "crashed 137"],
    [{ state: "crashed", exitSignal: "SIGKILL" }, "crashed by SIGKILL"],
    [{ state: "exited", exitSignal: "SIGTERM" }, "exited by SIGTERM"],
    [{ state: "lost" }, "lost"],
  ] as [Partial<Worker>, string][])("%j is %s", (changes, text) => expect(stateMark(worker(changes)).text).toBe(text));

  it("has run until now, its end, or when it was last heard of", () => {
    expect(uptimeText(worker({}), NOW_MS)).toBe("1:00:00");
    expect(uptimeText(worker({ state: "exited", endedAt: ago(600).toISOString() }), NOW_MS)).toBe("50:00");
    expect(uptimeText(worker({ state: "lost", lastSeenAt: ago(1800).toISOString() }), NOW_MS)).toBe("30:00");
  });

  it("was last heard of now, or so long ago", () => {
    expect(seenText(ago(1).toISOString(), NOW_MS)).toBe("now");
    expect(seenText(ago(300).toISOString(), NOW_MS)).toBe("5 min ago");
  });

  it("keeps its row while it works, whatever it said last", () => {
    const rows = [
      worker({ id: "gone", state: "exited", endedAt: ago(60).toISOString() }),
      worker({ id: "old", startedAt: ago(9000).toISOString(), lastSeenAt: ago(0).toISOString() }),
      worker({ id: "young", startedAt: ago(100).toISOString(), lastSeenAt: ago(20).toISOString() }),
      worker({ id: "lost", state: "lost", lastSeenAt: ago(200).toISOString() }),
    ];
    expect(orderWorkers(rows).map(({ id }) => id)).toEqual(["young", "old", "gone", "lost"]);
  });

  it("leads to its lines, its name in quotes where it is no plain word", () => {
    expect(workerLogsPath("default", "pod-1.a")).toBe("/p/default/logs?q=worker%3Apod-1.a&range=24h");
    expect(workerLogsPath("default", "pod 1:a")).toBe("/p/default/logs?q=worker%3A%22pod+1%3Aa%22&range=24h");
  });
});

it.each([
  [{ state: "ended", sessionId: "AJ_1", closeReason: "participant_disconnected" }, "Caller hung up"],
  [{ state: "failed", sessionId: "AJ_1", closeReason: "never_started" }, "Failed before it began"],
  [{ state: "running", sessionId: "AJ_1", closeReason: null }, "In call"],
  [{ state: "ended", sessionId: null, closeReason: null }, "Ended, not recorded"],
  [{ state: "failed", sessionId: null, closeReason: null }, "Failed, by its lines"],
] as const)("a job %j is %s", (job, text) => expect(jobResult(job).text).toBe(text));
