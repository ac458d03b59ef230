import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFailedJobs } from "@/background/failed-jobs";
import { pool } from "@/lib/db";
import type { Session } from "@/lib/model/sessions";
import type { Timeline } from "@/lib/model/timeline";
import { WorkerAnswer } from "@/lib/model/workers";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { eventRecord, lineRecord, postLines, workerRecord } from "../../harness/sent-lines";
import { patchProject } from "../privacy/settings";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

const later = (seconds: number) => () => new Date(Date.now() + seconds * 1000);

const TRACE = 'Traceback (most recent call last):\n  File "agent.py", line 3, in entrypoint\nValueError: no such voice';

/** What Python prints of a job, as the SDK words it. */
function python(jobId: string, message: string, fields: object = {}): string {
  const job = { job_id: jobId, room_id: `RM_${jobId.slice(3)}`, room: `clinic-${jobId.slice(3)}` };
  const timestamp = new Date(Date.now() - 2_000).toISOString().replace("Z", "000+00:00");
  return JSON.stringify({ message, level: "INFO", name: "livekit.agents", ...job, ...fields, timestamp });
}

const crash = (jobId: string) =>
  python(jobId, `unhandled exception while running the job task\n${TRACE}`, { level: "ERROR", exc_info: TRACE });

const seqs = new Map<string, number>();

async function print(worker: string, raw: string[]): Promise<void> {
  const from = seqs.get(worker) ?? 1;
  seqs.set(worker, from + raw.length);
  // All at one instant: what is printed before a job's first line is none of it.
  const at = Date.now() - 2_000;
  const lines = raw.map((line, index) => lineRecord(from + index, line, { at }));
  const answer = await postLines(api.server.url, [workerRecord(worker, { host: "pod-1" }), ...lines]);
  expect([answer.status, (await answer.json()).accepted]).toEqual([200, raw.length]);
}

/** A worker that registers as AW_<name> and prints these lines. */
function printAs(worker: string, raw: string[]): Promise<void> {
  const registered = { message: "registered worker", level: "INFO", name: "livekit.agents", id: `AW_${worker}` };
  return print(worker, [JSON.stringify(registered), ...raw]);
}

async function sessionIds(): Promise<string[]> {
  const { sessions } = await api.getJson<{ sessions: Session[] }>("/api/v1/sessions?limit=200");
  return sessions.map(({ id }) => id);
}

async function entryCount(jobId: string): Promise<number> {
  const { rows } = await pool().query("select from journal_entry where session_id = $1", [jobId]);
  return rows.length;
}

describe("a job that crashed before its session began", () => {
  beforeAll(async () => {
    await printAs("crasher", [
      python("AJ_crash", "received job request", { agent_name: "clinic" }),
      "plain words of the process",
      python("AJ_neighbour", "received job request"),
      python("AJ_crash", "entrypoint started"),
      crash("AJ_crash"),
      python("AJ_crash", "process exiting", { reason: "job crashed" }),
    ]);
  });

  it("is left alone while its worker may still print of it", async () => {
    await findFailedJobs();
    expect(await entryCount("AJ_crash")).toBe(0);
  });

  it("is a failed session with its lines as logs, and says why in words", async () => {
    await findFailedJobs(later(31));
    await api.digest(["AJ_crash"]);
    const { session, logs, missing, recording } = await api.getJson<Timeline>("/api/v1/sessions/AJ_crash/timeline");
    expect(session).toMatchObject({
      ...{ status: "failed", closeReason: "never_started", agentName: "receptionist", workerId: "AW_crasher" },
      ...{ roomId: "RM_crash", roomName: "clinic-crash", deployment: "v1", errorCount: 1, userTurnCount: 0 },
    });
    expect(logs.map(({ message }) => message)).toEqual([
      ...["registered worker", "received job request", "plain words of the process", "entrypoint started"],
      ...["unhandled exception while running the job task", "process exiting"],
    ]);
    expect(logs[4]).toMatchObject({ level: "error", logger: "livekit.agents", atMs: expect.any(Number) });
    expect(missing).toEqual([
      "This job failed before its session began: its entrypoint raised an exception: ValueError: no such voice.",
      "Its logs here are what its worker printed (crasher); there is no transcript, audio or span of it.",
    ]);
    expect(recording).toBeNull();
    const { rows } = await pool().query("select first_at, last_at from worker_job where job_id = 'AJ_crash'");
    expect(session.startedAt).toBe(rows[0].first_at.toISOString());
    expect(session.endedAt).toBe(rows[0].last_at.toISOString());
  });

  it("shows the traceback in the line's details", async () => {
    const { logs } = await api.getJson<Timeline>("/api/v1/sessions/AJ_crash/timeline");
    const record = await api.getJson<{ attributes: Record<string, unknown> }>(
      `/api/v1/sessions/AJ_crash/records/${logs[4]?.id}`,
    );
    expect(record.attributes["exception.stacktrace"]).toBe(TRACE);
  });

  it("is found once, however often it is looked for and however many lines follow", async () => {
    await print("crasher", [python("AJ_crash", "a line that came late")]);
    await findFailedJobs(later(62));
    await findFailedJobs(later(80));
    expect(await entryCount("AJ_crash")).toBe(1);
    expect((await sessionIds()).filter((id) => id === "AJ_crash")).toHaveLength(1);
  });

  it("leaves its neighbour alone, which goes on", async () => {
    expect(await entryCount("AJ_neighbour")).toBe(0);
  });

  it("is in the history of its worker", async () => {
    const { sessions } = WorkerAnswer.parse(await api.getJson("/api/v1/workers/crasher"));
    expect(sessions.find(({ jobId }) => jobId === "AJ_crash")).toMatchObject({
      ...{ state: "failed", sessionId: "AJ_crash", closeReason: "never_started" },
    });
    const { workers } = await api.getJson<{ workers: { id: string }[] }>("/api/v1/workers?session=AJ_crash");
    expect(workers.map(({ id }) => id)).toEqual(["crasher"]);
  });

  it("can be taken to another project and back as a zip", async () => {
    const zip = Buffer.from(await (await api.get("/api/v1/sessions/AJ_crash/download")).arrayBuffer());
    await pool().query("delete from session where session_id = 'AJ_crash'");
    await pool().query("delete from journal_entry where session_id = 'AJ_crash'");
    const headers = { authorization: "Bearer devkey:secret", "content-type": "application/zip" };
    const answer = await fetch(`${api.server.url}/api/v1/sessions/import`, { method: "POST", headers, body: zip });
    expect([answer.status, await answer.json()]).toEqual([201, { sessionId: "AJ_crash" }]);
    await api.digest(["AJ_crash"]);
    const { session, logs } = await api.getJson<Timeline>("/api/v1/sessions/AJ_crash/timeline");
    expect([session.status, session.closeReason, logs.length]).toEqual(["failed", "never_started", 6]);
  });
});

describe("telemetry of such a job", () => {
  const job = JOBS["python-clinic"];

  it("that comes late makes it one session, with what telemetry says and no line twice", async () => {
    await printAs("hasty", [python(job, "received job request"), crash(job)]);
    await findFailedJobs(later(31));
    await api.digest([job]);
    expect((await api.getJson<Session>(`/api/v1/sessions/${job}`)).status).toBe("failed");
    await api.replay("python-clinic");
    await expect
      .poll(
        async () => {
          await api.digest([job]);
          return (await api.getJson<Session>(`/api/v1/sessions/${job}`)).status;
        },
        { timeout: 10_000, interval: 250 },
      )
      .toBe("ended");
    const { session, logs, missing } = await api.getJson<Timeline>(`/api/v1/sessions/${job}/timeline`);
    expect(session).toMatchObject({ closeReason: "participant_disconnected", userTurnCount: 7 });
    // By hand, of the capture.
    expect(logs).toHaveLength(13);
    expect(missing.join(" ")).not.toContain("failed before");
    // As its spans say; the row is what workers are joined with.
    const { rows } = await pool().query("select worker_id from session where session_id = $1", [job]);
    expect([session.workerId, rows[0].worker_id]).toEqual(["AW_MauoX6hKkj57", "AW_MauoX6hKkj57"]);
    expect((await sessionIds()).filter((id) => id === job)).toHaveLength(1);
  });

  it("that is here already makes it nobody's failed start", async () => {
    const other = JOBS["python-realtime"];
    await api.replay("python-realtime");
    const before = await entryCount(other);
    await printAs("after", [python(other, "received job request"), crash(other)]);
    await findFailedJobs(later(31));
    expect(await entryCount(other)).toBe(before);
  });
});

describe("no session is made", () => {
  it("of a job that ran well without recording", async () => {
    await api.replay("python-record-false");
    const log = readFileSync(join(process.cwd(), "tests/fixtures/python-record-false/worker.log"), "utf8");
    await print("quiet", log.trimEnd().split("\n"));
    await findFailedJobs(later(31));
    const { sessions } = WorkerAnswer.parse(await api.getJson("/api/v1/workers/quiet"));
    expect(sessions).toMatchObject([{ jobId: "AJ_oxDJEsMBhwxJ", state: "ended", sessionId: null }]);
    expect(await entryCount("AJ_oxDJEsMBhwxJ")).toBe(0);
    expect(await sessionIds()).not.toContain("AJ_oxDJEsMBhwxJ");
  });

  it("while the project records nothing, nor afterwards of that time", async () => {
    await patchProject(api, { recording: { enabled: false } });
    await printAs("unrecorded", [python("AJ_unrecorded", "received job request"), crash("AJ_unrecorded")]);
    await findFailedJobs(later(31));
    await patchProject(api, { recording: { enabled: true } });
    await findFailedJobs(later(62));
    expect(await entryCount("AJ_unrecorded")).toBe(0);
  });

  it("of one that somebody has deleted", async () => {
    await printAs("deleted", [python("AJ_gone", "received job request"), crash("AJ_gone")]);
    await findFailedJobs(later(31));
    await api.digest(["AJ_gone"]);
    const headers = { authorization: "Bearer devkey:secret" };
    const answer = await fetch(`${api.server.url}/api/v1/sessions/AJ_gone`, { method: "DELETE", headers });
    expect(answer.status).toBe(202);
    await print("deleted", [python("AJ_gone", "said later")]);
    await findFailedJobs(later(62));
    expect(await sessionIds()).not.toContain("AJ_gone");
  });
});

describe("a project that keeps no logs of sessions", () => {
  it("gets the failed session without its lines", async () => {
    await patchProject(api, { recording: { logs: false } });
    await printAs("wordless", [python("AJ_wordless", "received job request"), crash("AJ_wordless")]);
    await findFailedJobs(later(31));
    await patchProject(api, { recording: { logs: true } });
    await api.digest(["AJ_wordless"]);
    const { session, logs, missing } = await api.getJson<Timeline>("/api/v1/sessions/AJ_wordless/timeline");
    expect([session.status, session.roomName, session.workerId, logs]).toEqual([
      ...["failed", "clinic-wordless", "AW_wordless"],
      [],
    ]);
    expect(missing[1]).toContain("Nothing else came of it");
  });
});

describe("a worker that dies", () => {
  it("takes the job with it that had just begun, not the one that ran for long", async () => {
    const old = python("AJ_long", "received job request");
    await printAs("dies", [old, python("AJ_begun", "received job request")]);
    await pool().query("update worker_job set first_at = first_at - interval '5 minutes' where job_id = 'AJ_long'");
    await findFailedJobs(later(31));
    expect(await entryCount("AJ_begun")).toBe(0);
    const seq = seqs.get("dies") ?? 1;
    const exited = eventRecord(seq, "exited", { signal: "SIGKILL", text: "The process was ended by SIGKILL." });
    await postLines(api.server.url, [workerRecord("dies"), exited]);
    await findFailedJobs();
    await api.digest(["AJ_begun"]);
    const { missing, logs } = await api.getJson<Timeline>("/api/v1/sessions/AJ_begun/timeline");
    expect(missing[0]).toBe(
      "This job failed before its session began: its worker ended with the signal SIGKILL while the job began.",
    );
    expect(logs.map(({ message }) => message)).toContain("The process was ended by SIGKILL.");
    expect(await entryCount("AJ_long")).toBe(0);
  });

  it("is taken for lost when it falls silent, and its job for failed", async () => {
    await printAs("silent", [python("AJ_silent", "received job request")]);
    await findFailedJobs(later(31));
    expect(await entryCount("AJ_silent")).toBe(0);
    await findFailedJobs(later(95));
    await api.digest(["AJ_silent"]);
    const { missing } = await api.getJson<Timeline>("/api/v1/sessions/AJ_silent/timeline");
    expect(missing[0]).toContain("its worker fell silent while the job began");
  });
});
