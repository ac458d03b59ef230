import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type JobSigns, toJobFailure } from "@/lib/normalise/job-failure";
import { parseLine } from "@/lib/normalise/lines";

const FIXTURES = join(import.meta.dirname, "../../../fixtures");
const JOB = "AJ_one";
const RUNS: JobSigns["worker"] = { state: "running", exitCode: null, exitSignal: null };

function lineOf(raw: string): JobSigns["lines"][number] {
  const { message, exception, jobId, fields } = parseLine(raw);
  return { message, exception, sessionId: jobId, fields };
}

const python = (message: string, fields: object = {}) => lineOf(JSON.stringify({ message, level: "ERROR", ...fields }));
const own = { job_id: JOB };

function failure(lines: JobSigns["lines"], worker = RUNS, workerLeftMs = 5_000): string | null {
  const all = [python("received job request", own), ...lines];
  return toJobFailure({ jobId: JOB, roomName: "clinic-1", lines: all, worker, workerLeftMs });
}

describe("a job failed before its session began", () => {
  const trace =
    'Traceback (most recent call last):\n  File "agent.py", line 3, in entrypoint\n    raise\nValueError: no such voice';

  it("when its entrypoint raised: the last line of the traceback says what", () => {
    const crash = python(`unhandled exception while running the job task\n${trace}`, { ...own, exc_info: trace });
    expect(failure([crash, python("process exiting", own)])).toBe(
      "its entrypoint raised an exception: ValueError: no such voice",
    );
  });

  it("when Node's entry function failed: the first line of the stack says what", () => {
    const error = {
      type: "Error",
      message: "no such voice",
      stack: "Error: no such voice\n    at entry (agent.mjs:3:1)",
    };
    const crash = lineOf(JSON.stringify({ level: 50, jobID: JOB, error, msg: "error in entry function" }));
    expect(failure([crash])).toBe("its entrypoint raised an exception: Error: no such voice");
  });

  it.each([
    ["process exited with non-zero exit code -11", "its process ended with signal 11 (segmentation fault)"],
    ["process exited with non-zero exit code 1", "its process ended with exit code 1"],
    ["job process exceeded memory limit, killing it", "its process used more memory than it may, and was killed"],
    ["process is unresponsive, killing process", "its process no longer answered, and was killed"],
    ["failed to acquire process for job after 3 attempts", "no process could be started for it"],
  ])("when the SDK says: %s", (message, reason) => {
    expect(failure([python(message, own)])).toBe(reason);
  });

  it("when the assignment timed out, which is said in the text only; another job's is not this one's", () => {
    expect(failure([python(`assignment for job ${JOB} timed out`)])).toBe(
      "the worker accepted it, and LiveKit did not assign it in time",
    );
    expect(failure([python("assignment for job AJ_other timed out")])).toBeNull();
  });

  it("when its worker crashed or fell silent meanwhile", () => {
    expect(failure([], { state: "crashed", exitCode: null, exitSignal: "SIGKILL" })).toBe(
      "its worker ended with the signal SIGKILL while the job began",
    );
    expect(failure([], { state: "crashed", exitCode: 3, exitSignal: null })).toContain("exit code 3");
    expect(failure([], { ...RUNS, state: "lost" })).toBe("its worker fell silent while the job began");
  });
});

describe("no failed start is", () => {
  it("a job of which nothing tells that it failed, whatever errors its own code logged", () => {
    expect(failure([python("my own trouble", own), python("process exiting", own)])).toBeNull();
    expect(failure([], { state: "exited", exitCode: 0, exitSignal: null })).toBeNull();
  });

  it("one that is still going on", () => expect(failure([])).toBeNull());

  it("one that ended before its worker crashed", () => {
    expect(failure([python("process exiting", own)], { state: "crashed", exitCode: 1, exitSignal: null })).toBeNull();
  });

  it("one whose worker crashed when it had run for long: nothing of it was recorded", () => {
    expect(failure([], { ...RUNS, state: "lost" }, 60_001)).toBeNull();
    expect(failure([], { ...RUNS, state: "lost" }, 60_000)).not.toBeNull();
  });

  it("one whose session began, even if it crashed later: recording was off", () => {
    const crash = python("process exited with non-zero exit code 1", own);
    expect(failure([python("RoomIO linked to participant", own), crash])).toBeNull();
  });

  it("one whose lines name only its room, as in the processes that many jobs share", () => {
    const crash = python("process exited with non-zero exit code 1", own);
    expect(failure([python("RoomIO linked to participant", { room: "clinic-1" }), crash])).toBeNull();
    expect(failure([python("RoomIO linked to participant", { room: "clinic-2" }), crash])).not.toBeNull();
  });

  it("another job's crash beside it", () => {
    expect(failure([python("process exited with non-zero exit code 1", { job_id: "AJ_other" })])).toBeNull();
    expect(failure([python("process exited with non-zero exit code 1")])).toBeNull();
  });

  it.each([
    "node-clinic",
    "python-1.3.12-clinic",
    "python-clinic",
    "python-partial-no-audio-no-logs",
    "python-realtime",
    "python-record-false",
    "python-redaction",
    "python-thread-two-jobs",
    "python-trouble",
  ])("any job of the capture %s", (capture) => {
    const raw = readFileSync(join(FIXTURES, capture, "worker.log"), "utf8")
      .trimEnd()
      .split("\n");
    const lines = raw.map(lineOf);
    const times = raw.map((line) => parseLine(line).atMs ?? 0);
    const jobIds = new Set(lines.flatMap(({ sessionId }) => sessionId ?? []));
    expect(jobIds.size).toBeGreaterThan(0);
    for (const jobId of jobIds) {
      const firstMs = times[lines.findIndex(({ sessionId }) => sessionId === jobId)] ?? 0;
      const roomName = raw.map(parseLine).find((line) => line.jobId === jobId && line.roomName)?.roomName ?? null;
      const signs = { jobId, roomName, lines, workerLeftMs: Math.max(...times) - firstMs };
      expect(toJobFailure({ ...signs, worker: { state: "exited", exitCode: 0, exitSignal: null } })).toBeNull();
      expect(toJobFailure({ ...signs, worker: { ...RUNS, state: "lost" } })).toBeNull();
    }
  });
});
