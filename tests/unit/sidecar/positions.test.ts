import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepLaterPlaces, recallPlace } from "@/sidecar/positions";
import { RecordLog } from "@/sidecar/record-log";
import { recoverLog } from "@/sidecar/recover-log";
import { FileSegments } from "@/sidecar/segment-stores";
import { Spool } from "@/sidecar/spool";
import { WorkerRun } from "@/sidecar/worker-run";

const MIB = 1024 * 1024;
const AT = Date.UTC(2026, 0, 1);
const NAME = "position of a in /var/log/agent.log";
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "earshot-positions-test-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const placeOf = (offset: number, at = AT + offset) => ({ name: NAME, position: { inode: 7, offset }, at });

/** A run whose folder is nobody's, as after kill -9. */
function makeRun(folder = "run-1"): WorkerRun {
  mkdirSync(join(root, folder));
  const identity = { id: folder, agent: "a", startedAt: AT, sender: "sidecar" };
  const run = new WorkerRun(identity, { onRecords: () => undefined });
  run.attach(
    new RecordLog({
      ...{ store: new FileSegments(join(root, folder)), bytesMax: 64 * MIB, memoryBytesMax: MIB },
      head: () => run.head(),
      pieces: () => run.pieces(),
      toNotice: (loss) => run.toNotice(loss),
      onTrouble: (words) => expect.fail(words),
    }),
  );
  return run;
}

/** As if a while had passed: a folder without a socket is somebody's for a minute. */
function age(folder: string): void {
  utimesSync(join(root, folder), AT / 1000, AT / 1000);
}

it("whoever was killed before he remembered it left in his log how far he had read", async () => {
  const spool = Spool.open(root);
  spool.remember(NAME, placeOf(4));
  const run = makeRun();
  run.takeAt("stdout", Buffer.from("one\n"), placeOf(8));
  run.takeAt("stdout", Buffer.from("two\nthr"), placeOf(15));
  age("run-1");
  await keepLaterPlaces(spool);
  expect(recallPlace(spool, NAME)).toEqual(placeOf(15));
});

it("what was remembered later counts for more than what an older run's log says", async () => {
  const spool = Spool.open(root);
  makeRun("run-1").takeAt("stdout", Buffer.from("one\n"), placeOf(4));
  makeRun("run-2").takeAt("stdout", Buffer.from("two\n"), placeOf(8));
  for (const folder of ["run-1", "run-2"]) age(folder);
  await keepLaterPlaces(spool);
  expect(recallPlace(spool, NAME)).toEqual(placeOf(8));
  spool.remember(NAME, placeOf(12));
  await keepLaterPlaces(spool);
  expect(recallPlace(spool, NAME)).toEqual(placeOf(12));
});

it("wherever the log breaks off, what was read and how far stand in it together", () => {
  // Several segments: each begins with a head of its own.
  const run = makeRun();
  const piece = Buffer.from(`${"x".repeat(15_999)}\n`);
  const pieces = 80;
  for (let n = 1; n <= pieces; n += 1) run.takeAt("stdout", piece, placeOf(n * piece.length));
  run.cut(AT);
  const store = new FileSegments(join(root, "run-1"));
  expect(store.list().length).toBeGreaterThan(1);
  const readTo = (): { bytes: number; offset: number } => {
    const left = recoverLog(store);
    const lines = left.segments.reduce((sum, { lineCount }) => sum + lineCount, 0) * piece.length;
    const open = left.pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const place = left.head === null ? null : JSON.parse(left.head).place;
    return { bytes: lines + open, offset: place?.position.offset ?? 0 };
  };
  expect(readTo()).toEqual({ bytes: pieces * piece.length, offset: pieces * piece.length });
  const last = store.list().at(-1);
  if (!last) throw new Error("no segment");
  const path = join(root, "run-1", `${last.number}.seg`);
  const whole = readFileSync(path);
  // What a process that was killed had written up to any byte: pieces are put down one after the other.
  for (let cut = 0; cut < whole.length; cut += 4_999) {
    writeFileSync(path, whole);
    truncateSync(path, cut);
    const { bytes, offset } = readTo();
    expect(bytes).toBe(offset);
  }
});
