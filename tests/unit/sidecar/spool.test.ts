import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OldRuns } from "@/sidecar/old-runs";
import { RecordLog } from "@/sidecar/record-log";
import { recoverLog } from "@/sidecar/recover-log";
import { FileSegments, type SegmentStore } from "@/sidecar/segment-stores";
import { Spool } from "@/sidecar/spool";
import { WorkerRun } from "@/sidecar/worker-run";

const MIB = 1024 * 1024;
const AT = Date.UTC(2026, 0, 1);

let root: string;
const troubles: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "earshot-spool-test-"));
  troubles.length = 0;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function makeRun(store: SegmentStore | null, bounds = { bytesMax: 64 * MIB, memoryBytesMax: 8 * MIB }) {
  const identity = { id: "w1", agent: "a", startedAt: AT, sender: "sidecar" };
  const run = new WorkerRun(identity, { onRecords: () => undefined });
  const log = new RecordLog({
    ...{ store, ...bounds },
    head: () => run.head(),
    pieces: () => run.pieces(),
    toNotice: (loss) => run.toNotice(loss),
    onTrouble: (words) => troubles.push(words),
  });
  run.attach(log);
  return { run, log };
}

interface Sent {
  seq: number;
  raw?: string;
  event?: string;
  count?: number;
}

/** Everything that waits, as requests of this size would carry it. */
function drain(log: RecordLog, bytesMax = MIB): Sent[] {
  const sent: Sent[] = [];
  for (let batch = log.read(bytesMax); batch; batch = log.read(bytesMax)) {
    for (const json of batch.json) sent.push(JSON.parse(json.toString()) as Sent);
    log.acknowledge(batch);
  }
  return sent;
}

function print(run: WorkerRun, from: number, to: number): void {
  for (let line = from; line < to; line += 50) {
    const chunk = numbers(line, Math.min(line + 50, to)).join("\n");
    run.take("stdout", Buffer.from(`${chunk}\n`), AT + line);
  }
  run.cut(AT + to);
}

const linesOf = (sent: Sent[]) => sent.flatMap(({ raw }) => (raw === undefined ? [] : [raw]));
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_unused, index) => `${from + index}`);

describe.each(["disk", "memory"] as const)("records that wait on %s", (place) => {
  const store = () => (place === "disk" ? new FileSegments(root) : null);

  it("come out once, in order, with numbers that go up by one", () => {
    const { run, log } = makeRun(store());
    run.event({ at: AT, event: "started", text: "Started" });
    print(run, 0, 5000);
    const sent = drain(log, 10_000);
    expect(sent.map(({ seq }) => seq)).toEqual(numbers(1, 5002).map(Number));
    expect(linesOf(sent)).toEqual(numbers(0, 5000));
    expect([log.read(MIB), log.waitingBytes]).toEqual([null, 0]);
  });

  it("come again until they are acknowledged", () => {
    const { run, log } = makeRun(store());
    print(run, 0, 10);
    const [first, again] = [log.read(MIB), log.read(MIB)];
    expect(again?.json.map(String)).toEqual(first?.json.map(String));
    if (first) log.acknowledge(first);
    print(run, 10, 12);
    expect(linesOf(drain(log))).toEqual(["10", "11"]);
  });

  it("over the bound the oldest lines go, and a notice in their place counts them; events stay", () => {
    const { run, log } = makeRun(store(), { bytesMax: MIB, memoryBytesMax: MIB });
    run.event({ at: AT, event: "started", text: "Started" });
    print(run, 0, 5_000);
    run.event({ at: AT, event: "out-of-memory", text: "in the middle" });
    print(run, 5_000, 40_000);
    // Empty lines become twenty times as long: what one look at the output finds may be over it.
    expect(log.sizeBytes).toBeLessThanOrEqual(2.5 * MIB);
    const sent = drain(log);
    const seqs = sent.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((one, other) => one - other));
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(sent.flatMap(({ event }) => event ?? []).filter((event) => event !== "dropped")).toEqual([
      "started",
      "out-of-memory",
    ]);
    const missing = sent.reduce((sum, { count }) => sum + (count ?? 0), 0);
    expect(missing).toBeGreaterThan(10_000);
    expect(linesOf(sent).length + missing).toBe(40_000);
    expect(linesOf(sent).at(-1)).toBe("39999");
    // One notice for what lies together.
    expect(sent.filter(({ event }) => event === "dropped").length).toBeLessThanOrEqual(3);
  });
});

describe("what a killed process leaves on disk", () => {
  it("is taken by the next one: records not acknowledged, and output that was no record yet", async () => {
    const spool = Spool.open(root);
    leave("x");
    const old = new OldRuns({ spool, bytesMax: 64 * MIB, onTrouble: (words) => troubles.push(words) });
    const taken = await old.next();
    const sent = drain(taken?.log as RecordLog);
    expect(taken?.identity.id).toBe("w1");
    expect(linesOf(sent)).toEqual(["5", "a line with", "Traceback (most recent call last):\n  File x"]);
    expect(sent.map(({ seq }) => seq)).toEqual([6, 7, 8, 9]);
    expect(sent.at(-1)?.event).toBe("sidecar");
    taken?.onSent();
    expect([await old.next(), readdirSync(root).includes("run-x"), troubles]).toEqual([null, false, []]);
  });

  it("becomes the same records when the next one is killed as well", async () => {
    const spool = Spool.open(root);
    leave("x");
    const settings = { spool, bytesMax: 64 * MIB, onTrouble: (words: string) => troubles.push(words) };
    const first = await new OldRuns(settings).next();
    const read = first?.log.read(MIB)?.json.map(String);
    expect(await new OldRuns(settings).next()).toBeNull();
    first?.release();
    age("x");
    const second = await new OldRuns(settings).next();
    expect(second?.log.read(MIB)?.json.map(String)).toEqual(read);
  });

  it("ends where it was cut off, or where a byte is wrong", () => {
    const path = join(root, "1.seg");
    const read = (harm: () => void) => {
      const { run } = makeRun(new FileSegments(root));
      print(run, 0, 3);
      print(run, 3, 4);
      harm();
      const { lastSeq, pieces } = recoverLog(new FileSegments(root));
      rmSync(path);
      return { lastSeq, pieces: pieces.map(({ bytes }) => bytes.toString()) };
    };
    expect(read(() => undefined)).toEqual({ lastSeq: 4, pieces: [] });
    // The last record is gone, and the bytes that it was made of are there instead.
    expect(read(() => truncateSync(path, statSync(path).size - 3))).toEqual({ lastSeq: 3, pieces: ["3\n"] });
    const flip = () => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(path, bytes);
    };
    expect(read(flip)).toEqual({ lastSeq: 3, pieces: ["3\n"] });
  });

  it("of many runs is bounded together: lines of the oldest go", async () => {
    const spool = Spool.open(root);
    for (const name of ["a", "b", "c", "d"]) {
      const { run } = makeRun(new FileSegments(makeFolder(name)));
      print(run, 0, 20_000);
      run.event({ at: AT, event: "exited", text: "x", code: 1 });
      age(name);
    }
    const old = new OldRuns({ spool, bytesMax: 4 * MIB, onTrouble: (words) => troubles.push(words) });
    const runs: Sent[][] = [];
    for (let run = await old.next(); run; run = await old.next()) runs.push(drain(run.log));
    expect(runs).toHaveLength(4);
    expect(runs.map((sent) => linesOf(sent).length).sort((one, other) => one - other)[0]).toBe(0);
    for (const sent of runs) {
      expect(linesOf(sent).length + sent.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(20_000);
      expect(sent.some(({ event }) => event === "exited")).toBe(true);
    }
  });
});

/** Six lines of which five are acknowledged, an open traceback and a line without an end, and then nothing more. */
function leave(name: string): void {
  const { run, log } = makeRun(new FileSegments(makeFolder(name)));
  print(run, 0, 5);
  drain(log);
  print(run, 5, 6);
  run.take("stderr", Buffer.from("Traceback (most recent call last):\n  File x\n"), AT + 10);
  run.cut(AT + 11);
  run.take("stdout", Buffer.from("a line "), AT + 12);
  run.take("stdout", Buffer.from("with"), AT + 13);
  age(name);
}

/** A folder as a process leaves it behind that ended more than a minute ago, where the file system has no sockets. */
function makeFolder(name: string): string {
  const folder = join(root, `run-${name}`);
  mkdirSync(folder);
  return folder;
}

function age(name: string): void {
  utimesSync(join(root, `run-${name}`), 1, 1);
}
