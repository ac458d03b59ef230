import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseLine, withSent } from "@/lib/normalise/lines";

function workerLog(capture: string) {
  return readFileSync(`tests/fixtures/${capture}/worker.log`, "utf8").trimEnd().split("\n");
}

function lineOf(capture: string, words: string) {
  const raw = workerLog(capture).find((line) => line.includes(words));
  if (raw === undefined) throw new Error(`${capture} has no line with ${words}`);
  return { raw, parsed: parseLine(raw) };
}

/** Counted with Python's json module; warnings are the JSON lines and the three of a library. */
describe("the captures' worker.log", () => {
  test.each([
    ["node-clinic", { debug: 1, info: 34, warn: 6, error: 2 }],
    ["python-clinic", { info: 18, warn: 10, error: 1, none: 3 }],
    ["python-1.3.12-clinic", { info: 17, warn: 4, error: 3, none: 3 }],
  ])("%s: each line has the level that it says", (capture, expected) => {
    const counts: Record<string, number> = {};
    for (const raw of workerLog(capture)) {
      const level = parseLine(raw).level ?? "none";
      counts[level] = (counts[level] ?? 0) + 1;
    }
    expect(counts).toEqual(expected);
  });

  test("a line of the Node SDK whose keys come twice says its job and room", () => {
    const { parsed } = lineOf("node-clinic", '"msg":"booking backend slow"');
    expect(parsed).toMatchObject({
      message: "booking backend slow",
      level: "warn",
      atMs: 1795263076187,
      jobId: "AJ_NqRHtt5xdg4h",
      roomId: "RM_NRHSRGAEQ6bi",
      fields: { pid: 15205, hostname: "vm", app: "app.clinic", latency_ms: 512, backend: "calendar" },
      exception: null,
    });
    expect(parsed.fields).not.toHaveProperty("jobID");
    expect(parsed.fields).not.toHaveProperty("msg");
  });

  test("jobId of the Node SDK's main process is the job as well", () => {
    expect(lineOf("node-clinic", "received job request").parsed.jobId).toBe("AJ_NqRHtt5xdg4h");
  });

  test.each([
    ["node-clinic", "registered worker", "AW_dJcxceHm6yvN"],
    ["python-realtime", "registered worker", "AW_auTjaYAk2unw"],
    ["python-record-false", "draining worker", "AW_HoA9gRqyUyQV"],
  ])("%s: %s tells LiveKit's id of the worker", (capture, words, id) => {
    expect(lineOf(capture, words).parsed.livekitWorkerId).toBe(id);
  });

  test("an error of the Node SDK keeps type and message, and its stack apart", () => {
    const { parsed } = lineOf("node-clinic", '"msg":"insurance lookup failed"');
    expect(parsed.message).toBe("insurance lookup failed");
    expect(parsed.exception).toMatch(/^Error: insurance gateway timed out after 2000 ms\n {4}at Object\.execute/);
    expect(parsed.fields.error).toEqual({ type: "Error", message: "insurance gateway timed out after 2000 ms" });
  });

  test("an error that is only words stays a field", () => {
    const { parsed } = lineOf("node-clinic", '"msg":"exception occurred while executing tool"');
    expect(parsed.fields.error).toBe("insurance gateway unavailable");
    expect(parsed.exception).toBeNull();
  });

  test("the traceback that Python appends to a message is shown once", () => {
    const { parsed } = lineOf("python-1.3.12-clinic", '"message": "insurance lookup failed');
    expect(parsed.message).toBe("insurance lookup failed");
    expect(parsed.exception).toMatch(/^Traceback \(most recent call last\):\n/);
    expect(parsed.exception).toMatch(/TimeoutError: insurance gateway timed out after 2000 ms$/);
    expect(parsed).toMatchObject({
      logger: "clinic-app",
      level: "error",
      jobId: "AJ_ytdffoLoU9nf",
      roomId: "RM_TXmCqEbWiPAY",
      roomName: "clinic-1795263372",
      // 12:17:22.090213 UTC, by `date -d … +%s%3N`.
      atMs: 1795263442090,
    });
  });

  test("a warning of a Python library is one, and the source line under it is not", () => {
    const [head, source] = workerLog("python-clinic").filter((raw) => !raw.startsWith("{"));
    expect(parseLine(head ?? "").level).toBe("warn");
    expect(parseLine(source ?? "")).toMatchObject({ level: null, message: "  return self._jws.encode(" });
  });

  test("no line of any capture loses its job", () => {
    const captures = ["node-clinic", "python-clinic", "python-thread-two-jobs", "python-trouble", "python-realtime"];
    for (const raw of captures.flatMap(workerLog)) {
      const jobs = new Set(raw.match(/AJ_\w+/g));
      if (jobs.size === 1 && /"job_?[iI][dD]"/.test(raw)) expect(parseLine(raw).jobId).toBe([...jobs][0]);
    }
  });
});

describe("development mode of the Python SDK", () => {
  const line =
    '2026-11-21 12:16:10,013 - \u001b[32mINFO\u001b[0m livekit.agents - registered worker \u001b[90m{"id": "AW_9zcMryaTepS3", "protocol": 17}\u001b[0m';

  test("is taken apart, without its colours", () => {
    expect(parseLine(line)).toMatchObject({
      level: "info",
      logger: "livekit.agents",
      message: "registered worker",
      fields: { id: "AW_9zcMryaTepS3", protocol: 17 },
    });
  });

  test("its time says no zone and so is not believed", () => expect(parseLine(line).atMs).toBeNull());

  test("names the worker, the job and the room, too", () => {
    expect(parseLine(line).livekitWorkerId).toBe("AW_9zcMryaTepS3");
    const job = line.replace('"protocol": 17', '"job_id": "AJ_1", "room_id": "RM_1"');
    expect(parseLine(job)).toMatchObject({ jobId: "AJ_1", roomId: "RM_1" });
  });

  test("braces that are no JSON belong to the words", () => {
    expect(parseLine("2026-11-21 12:16:10,013 - WARNING app - got {half").message).toBe("got {half");
    expect(parseLine("2026-11-21 12:16:10,013 - WARNING app - got {half}").message).toBe("got {half}");
  });

  test("a traceback behind it stays with it", () => {
    const raw = "2026-11-21 12:16:10,013 - ERROR app - failed \nTraceback (most recent call last):\nKeyError: 1";
    expect(parseLine(raw)).toMatchObject({ level: "error" });
    expect(parseLine(raw).message).toContain("KeyError: 1");
  });
});

describe("plain text", () => {
  test.each([
    ["ERROR: cannot open file", "error"],
    ["WARNING:root:disk is slow", "warn"],
    ["INFO:     Uvicorn running on http://127.0.0.1:8000", "info"],
    ["[ERROR] cannot open file", "error"],
    ["[warn] slow", "warn"],
    ["error: cannot open file", "error"],
    ["error in row 3 of the menu", null],
    ["Information for callers", null],
    ["INFORMAL words", null],
    ["[12:16:10.013] WARN (1234): slow", "warn"],
    ["12:16:10.013 ERROR    livekit.agents     failed", "error"],
    ["           DEBUG    livekit.agents     same second", "debug"],
    ["2026-11-21T12:16:10.013Z  WARN livekit_ffi: slow", "warn"],
    ["2026-11-21 12:16:10.013 | ERROR    | module:fn:1 - failed", "error"],
    ['time="2026-11-21T12:16:10Z" level=warning msg="slow"', "warn"],
    ["Traceback (most recent call last):\n  File \"a.py\", line 1\nKeyError: 'x'", "error"],
    ["TypeError: x is not a function\n    at main (a.js:1:2)", "error"],
    ["thread 'main' panicked at src/main.rs:2:5:", "error"],
    ["Fatal Python error: Segmentation fault", "fatal"],
    ["CRITICAL:app:out of memory", "fatal"],
    ["hello", null],
    ["", null],
  ])("%j has the level %s", (raw, level) => expect(parseLine(raw).level).toBe(level));

  test("keeps its words whole, but for colours", () => {
    expect(parseLine("\u001b[1;31mERROR\u001b[0m: \u001b]8;;http://x\u0007link\u001b]8;;\u0007 gone").message).toBe(
      "ERROR: link gone",
    );
  });
});

describe("JSON that is not as the SDKs write it", () => {
  test("numbers of time are read in seconds, ms, µs and ns", () => {
    for (const time of [1795263018.5, 1795263018500, 1795263018500000, 1795263018500000000]) {
      expect(parseLine(JSON.stringify({ time })).atMs).toBeCloseTo(1795263018500, 0);
    }
  });

  test("names that hold another kind of value stay fields", () => {
    const raw = '{"message":{"a":1},"msg":"words","level":"mezzanine","time":"2026-11-21T12:00:00","room":4}';
    expect(parseLine(raw)).toMatchObject({
      message: "words",
      level: null,
      atMs: null,
      roomName: null,
      fields: { message: { a: 1 }, level: "mezzanine", time: "2026-11-21T12:00:00", room: 4 },
    });
  });

  test("an object without words is shown as it is", () => expect(parseLine('{"a":1}').message).toBe('{"a":1}'));

  test("a cut line is text", () => {
    expect(parseLine('{"message": "cut of')).toMatchObject({ message: '{"message": "cut of', fields: {}, level: null });
  });

  test("nothing in it can change the object that it becomes, or be too deep to be written again", () => {
    const { fields } = parseLine('{"__proto__":{"polluted":true},"constructor":1,"toString":"x"}');
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(fields).toEqual({ constructor: 1, toString: "x" });
    const deep = parseLine(`{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`);
    expect(JSON.stringify(deep.fields).length).toBeLessThan(1000);
  });
});

test("what a shipper sends beside the text adds to what the text says", () => {
  const sent = { "logger.name": "app", job_id: "AJ_1", "exception.stacktrace": "Traceback", "k8s.pod.name": "p-1" };
  expect(withSent(parseLine("failed"), sent)).toMatchObject({
    ...{ message: "failed", logger: "app", jobId: "AJ_1", exception: "Traceback", fields: sent },
  });
  expect(withSent(parseLine('{"msg":"x","name":"own","job_id":"AJ_2"}'), sent)).toMatchObject({
    logger: "own",
    jobId: "AJ_2",
  });
});
