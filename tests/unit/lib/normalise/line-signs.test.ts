import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toEventSign, toLineJob, toWorkerSign } from "@/lib/normalise/line-signs";
import { parseLine } from "@/lib/normalise/lines";
import { toLineTime, toParsedLine } from "@/lib/normalise/sent-lines";
import type { EventRecord } from "@/lib/wire/lines/batch";
import type { SentLine } from "@/lib/wire/lines/sent-lines";

function statesOf(capture: string) {
  const lines = readFileSync(`tests/fixtures/${capture}/worker.log`, "utf8").trimEnd().split("\n").map(parseLine);
  return {
    job: lines.map((line) => toLineJob(line)?.job.state ?? null).filter((state) => state !== null),
    worker: lines.map((line) => toWorkerSign(line)?.state ?? null).filter((state) => state !== null),
  };
}

test.each([
  ["python-clinic", { job: ["running", "ended"], worker: ["running", "draining", "draining"] }],
  ["node-clinic", { job: ["running", "ended"], worker: ["running"] }],
  ["python-record-false", { job: ["running", "ended"], worker: ["running", "draining", "draining"] }],
])("%s: its job begins and ends, its worker registers and stops", (capture, states) => {
  expect(statesOf(capture)).toEqual(states);
});

test.each([
  ['{"message":"unhandled exception while running the job task","level":"ERROR","job_id":"AJ_1"}', "AJ_1", "failed"],
  ['{"message":"process exited with non-zero exit code -11","level":"ERROR","job_id":"AJ_1"}', "AJ_1", "failed"],
  ['{"message":"shutting down job task","reason":"job crashed","job_id":"AJ_1"}', "AJ_1", "failed"],
  ['{"message":"shutting down job task","reason":"room disconnected","job_id":"AJ_1"}', "AJ_1", "ended"],
  ['{"message":"assignment for job AJ_9x timed out","level":"WARNING"}', "AJ_9x", "failed"],
  ['{"level":50,"msg":"error in entry function","jobID":"AJ_2","error":{"message":"x"}}', "AJ_2", "failed"],
  ['{"level":50,"msg":"error launching job","requestId":"AJ_3"}', "AJ_3", "failed"],
  ['{"level":30,"msg":"checking availability","jobID":"AJ_2"}', "AJ_2", null],
])("%s", (raw, jobId, state) => {
  expect(toLineJob(parseLine(raw))).toMatchObject({ jobId, job: { state } });
});

test("only errors lend a job their words", () => {
  const job = (level: string) => toLineJob(parseLine(JSON.stringify({ message: "m", level, job_id: "AJ_1" })))?.job;
  expect(job("ERROR")?.error).toBe("m");
  expect(job("INFO")?.error).toBeNull();
});

test("a crashed job is told with what was raised, and its end does not take that away", () => {
  // As Python 1.8.9 prints it when an entrypoint raises.
  const exc_info =
    'Traceback (most recent call last):\n  File "agent.py", line 89, in entry\n    raise RuntimeError("no database")\nRuntimeError: no database';
  const crash = { message: "unhandled exception while running the job task", level: "ERROR", job_id: "AJ_1", exc_info };
  const end = { message: "process exiting", reason: "job crashed", level: "INFO", job_id: "AJ_1" };
  const job = (line: object) => toLineJob(parseLine(JSON.stringify(line)))?.job;
  expect(job(crash)?.error).toBe("unhandled exception while running the job task: RuntimeError: no database");
  expect(job(end)).toMatchObject({ state: "failed", error: null });
});

test.each([
  [{ code: 0 }, "exited"],
  [{ code: 1 }, "crashed"],
  [{ code: 143 }, "exited"],
  [{ signal: "SIGTERM" }, "exited"],
  [{ signal: "SIGKILL" }, "crashed"],
  [{ signal: "SIGSEGV" }, "crashed"],
])("a process that ends with %j has %s", (how, state) => {
  const event: EventRecord = { type: "event", seq: 1, at: 1, event: "exited", text: "", ...how };
  expect(toEventSign(event)?.state).toBe(state);
});

function sent(changes: Partial<SentLine>): SentLine {
  const worker = { id: "w", agent: "a", deployment: null, host: null, pid: null, startedAtMs: null, sentAtMs: null };
  return {
    ...{ index: 0, worker: { ...worker, sender: "otlp", senderVersion: null, lastError: null }, seq: null, atMs: null },
    ...{ stream: "stdout", raw: "INFO: x", severity: null, fields: null, event: null, ...changes },
  };
}

test.each([
  [{ number: 0, text: "" }, "info"],
  [{ number: 1, text: "" }, "trace"],
  [{ number: 13, text: "WARN" }, "warn"],
  [{ number: 16, text: "" }, "warn"],
  [{ number: 17, text: "" }, "error"],
  [{ number: 24, text: "" }, "fatal"],
  [{ number: 0, text: "critical" }, "fatal"],
  [null, "info"],
])("severity %j is the level %s", (severity, level) => {
  expect(toParsedLine(sent({ severity })).level).toBe(level);
});

test("a line's time is its sender's, its own, or ours, in this order of trust", () => {
  const now = 1_795_270_000_000;
  const day = 86_400_000;
  const at = (sentMs: number | null, ownMs: number | null) => toLineTime({ sentMs, ownMs }, now, 90);
  expect(at(now - 5, now - 900)).toEqual({ atMs: now - 5, isSent: true });
  expect(at(null, now - 900)).toEqual({ atMs: now - 900, isSent: true });
  // A file that is read a day after it was written.
  expect(at(now - 5, now - day)).toEqual({ atMs: now - day, isSent: true });
  expect(at(now - 91 * day, null)).toEqual({ atMs: now, isSent: false });
  expect(at(now + 3_700_000, null)).toEqual({ atMs: now, isSent: false });
  expect(at(now + 3_500_000, null)).toEqual({ atMs: now + 3_500_000, isSent: true });
  expect(at(now + 9 * day, now - 7)).toEqual({ atMs: now - 7, isSent: true });
  expect(at(null, null)).toEqual({ atMs: now, isSent: false });
});
