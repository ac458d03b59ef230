import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db";
import { AgentAnswer, AgentsAnswer, WorkersAnswer } from "@/lib/model/agents";
import { WorkerAnswer } from "@/lib/model/workers";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { saveSessionRows } from "../../harness/session-rows";
import { saveJobRows, saveWorkerRows } from "../../harness/worker-rows";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
  const { scope } = api.database;
  await saveWorkerRows(scope, [
    { id: "old", deployment: "v1", state: "exited", exitCode: 0, startedAgoS: 7200, endedAgoS: 3700, seenAgoS: 3700 },
    { id: "crashed", deployment: "v2", state: "crashed", exitSignal: "SIGSEGV", startedAgoS: 3600, seenAgoS: 1900 },
    { id: "silent", deployment: "v2", startedAgoS: 3000, seenAgoS: 91, host: "pod-2" },
    { id: "quiet-otlp", deployment: "v2", sender: "otlp", startedAgoS: 2900, seenAgoS: 1000, host: "pod-3" },
    {
      id: "now",
      deployment: "v2",
      startedAgoS: 1800,
      droppedCount: 7,
      recentAgoS: 30,
      recentCount: 60,
      recentCountBefore: 120,
    },
    { id: "young", deployment: "v3", state: "starting", livekitId: null, startedAgoS: 10, host: "pod-4" },
    { id: "last", deployment: "v1", state: "draining", startedAgoS: 9000, host: "pod-5" },
    { id: "other", agent: "front desk/2", deployment: null },
  ]);
  await saveSessionRows(scope, [
    { id: "AJ_ended", agoMin: 20 },
    { id: "AJ_broke", agoMin: 15, status: "failed", errors: 2 },
    { id: "AJ_old", agoMin: 60 * 30 },
    { id: "AJ_elsewhere", agent: "scheduler", agoMin: 60 * 48 },
    { id: "AJ_nameless", agent: null },
  ]);
  await pool().query("update session set worker_id = 'AW_now' where session_id = 'AJ_broke'");
  await saveJobRows(scope, [
    { worker: "now", jobId: "AJ_ended", firstAgoS: 1200, lastAgoS: 1140 },
    { worker: "now", jobId: "AJ_runs", firstAgoS: 60, lastAgoS: 2 },
    { worker: "silent", jobId: "AJ_lost", firstAgoS: 200, lastAgoS: 100 },
  ]);
});
afterAll(() => api?.close());

describe("the list of agents", () => {
  it("names whatever workers or sessions name, by name, and counts what runs", async () => {
    const { agents } = AgentsAnswer.parse(await api.getJson("/api/v1/agents"));
    expect(agents.map(({ name }) => name)).toEqual(["front desk/2", "receptionist", "scheduler"]);
    // silent for 91 s and crashed: trouble; the rest of v1, v2 and v3 is at work.
    expect(agents[1]).toMatchObject({
      ...{ id: "receptionist", version: "v3", deploymentCount: 3, activeWorkerCount: 4, troubledWorkerCount: 2 },
      ...{ runningJobCount: 1, droppedCount: 7, sessionCount24h: 2, failedSessionCount24h: 1 },
    });
    // 60 lines in half a minute, and half of the 120 of the minute before.
    expect(agents[1]?.linesPerSecond).toBeCloseTo(2, 1);
    expect(agents[2]).toMatchObject({ version: null, activeWorkerCount: 0, sessionCount24h: 0 });
    expect(Date.now() - Date.parse(agents[2]?.lastSeenAt ?? "")).toBeCloseTo(48 * 3600_000, -5);
  });
});

describe("one agent", () => {
  it("has its versions, the one that was started last first, and says what runs of them", async () => {
    const { deployments } = AgentAnswer.parse(await api.getJson("/api/v1/agents/receptionist"));
    const facts = deployments.map((one) => [one.version, one.isCurrent, one.isActive, one.isDraining, one.workerCount]);
    expect(facts).toEqual([
      ["v3", true, true, false, 1],
      ["v2", false, true, false, 4],
      ["v1", false, true, true, 2],
    ]);
    expect(Date.now() - Date.parse(deployments[2]?.deployedAt ?? "")).toBeCloseTo(9000_000, -4);
    expect(deployments[0]).toMatchObject({ commit: null, build: null });
  });

  it("has its workers with what became of them, those at work first", async () => {
    const { workers } = AgentAnswer.parse(await api.getJson("/api/v1/agents/receptionist"));
    const states = Object.fromEntries(workers.map(({ id, state }) => [id, state]));
    expect(states).toEqual({
      ...{ now: "running", young: "starting", last: "draining", "quiet-otlp": "running" },
      ...{ silent: "lost", crashed: "crashed", old: "exited" },
    });
    expect(workers.map(({ id }) => id).slice(-3)).toEqual(["silent", "crashed", "old"]);
    expect(workers.find(({ id }) => id === "now")?.runningJobCount).toBe(1);
  });

  it("is found by a name with slashes and spaces, as paths encode it", async () => {
    const { agent } = AgentAnswer.parse(await api.getJson(`/api/v1/agents/${encodeURIComponent("front desk/2")}`));
    expect(agent).toMatchObject({ name: "front desk/2", version: null, activeWorkerCount: 1 });
  });

  it("is 404 in words when nothing names it", async () => {
    const answer = await api.get("/api/v1/agents/nobody");
    expect(answer.status).toBe(404);
    expect((await answer.json()).error.message).toContain("no agent nobody");
  });
});

describe("one worker", () => {
  it("has the jobs of its lines and the sessions that name it, and what became of each", async () => {
    const { worker, sessions } = WorkerAnswer.parse(await api.getJson("/api/v1/workers/now"));
    expect(worker).toMatchObject({ id: "now", livekitId: "AW_now", host: "pod-1", state: "running" });
    expect(sessions.map(({ jobId, state, sessionId }) => [jobId, state, sessionId])).toEqual([
      ["AJ_runs", "running", null],
      ["AJ_broke", "failed", "AJ_broke"],
      ["AJ_ended", "ended", "AJ_ended"],
    ]);
    expect(sessions[0]).toMatchObject({ durationMs: null, roomName: "room-AJ_runs" });
    expect(sessions[2]).toMatchObject({ durationMs: 60_000 });
  });

  it("is found by LiveKit's id, too", async () => {
    expect(WorkerAnswer.parse(await api.getJson("/api/v1/workers/AW_now")).worker.id).toBe("now");
  });

  it("knows the other runs of its host, the latest first", async () => {
    const { runs } = WorkerAnswer.parse(await api.getJson("/api/v1/workers/now"));
    expect(runs.map(({ id }) => id)).toEqual(["crashed", "old"]);
  });

  it("a job whose worker fell silent has failed as far as its lines tell", async () => {
    const { sessions } = WorkerAnswer.parse(await api.getJson("/api/v1/workers/silent"));
    expect(sessions).toMatchObject([{ jobId: "AJ_lost", state: "failed", sessionId: null }]);
  });

  it("is 404 when it is not known", async () => {
    expect((await api.get("/api/v1/workers/nothing")).status).toBe(404);
  });
});

describe("the list of workers", () => {
  it("finds those that ran a session, by lines and by telemetry", async () => {
    for (const id of ["AJ_ended", "AJ_broke"]) {
      const { workers } = WorkersAnswer.parse(await api.getJson(`/api/v1/workers?session=${id}`));
      expect(workers.map((worker) => worker.id)).toEqual(["now"]);
    }
    expect(await api.getJson("/api/v1/workers?session=AJ_elsewhere")).toEqual({ workers: [] });
  });

  it("refuses a limit that is none", async () => {
    expect((await api.get("/api/v1/workers?limit=0")).status).toBe(400);
  });
});
