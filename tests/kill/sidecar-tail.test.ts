import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Product, startProduct } from "../harness/product";
import { type Sidecar, startWith } from "../harness/sidecar";

const STORED_MS_MAX = 60_000;
/** It looks five times a second. */
const LOOK_MS = 200;

let product: Product;
let root: string;
let count = 0;
let agent: string;
let folder: string;
const running = new Set<Sidecar>();

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "earshot-tail-test-"));
  product = await startProduct({
    LOG_LEVEL: "warn",
    LINES_PER_WORKER_SECOND_MAX: "1000000",
    LINES_PER_PROJECT_SECOND_MAX: "1000000",
  });
});
afterAll(async () => {
  for (const one of running) one.process.kill("SIGKILL");
  await product?.stop();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  agent = `tail-${++count}`;
  folder = join(root, agent);
  mkdirSync(folder);
});

const log = (name = "agent.log") => join(folder, name);

/** Starts, and waits until it follows: it says so as a file's worker. */
async function tail(names: string[] = ["agent.log"], flags: string[] = [], url = product.url): Promise<Sidecar> {
  const before = await startedCount();
  const key = `${product.apiKey}:${product.apiSecret}`;
  const options = { url, key, spool: join(root, `spool-${agent}`), agent, flags };
  const one = startWith("tail", options, names.map(log));
  running.add(one);
  void one.ended.then(() => running.delete(one));
  if (url !== product.url) await sleep(2_000);
  // What runs before it said and could not send may come with its own words.
  else
    await expect
      .poll(startedCount, { timeout: STORED_MS_MAX, interval: 100 })
      .toBeGreaterThan(before + names.length - 1);
  return one;
}

async function stop(one: Sidecar): Promise<void> {
  one.process.kill("SIGTERM");
  expect((await one.ended).code).toBe(0);
}

async function kill(one: Sidecar): Promise<void> {
  one.process.kill("SIGKILL");
  await one.ended;
}

interface Row {
  raw: string;
  stream: number;
  worker: string;
}

function stored(): Promise<Row[]> {
  return product.query<Row>(`select l.raw, l.stream, l.worker from runtime_line l
    join worker w on w.project_id = l.project_id and w.id = l.worker
    where w.agent = '${agent}' order by w.started_at, l.seq`);
}

const lines = async () => (await stored()).filter(({ stream }) => stream === 1).map(({ raw }) => raw);
const startedCount = async () => (await stored()).filter(({ raw }) => raw.startsWith("Began to follow")).length;

/** All that was stored, in any order of workers, is exactly this. */
async function expectStored(wanted: string[]): Promise<void> {
  await expect.poll(async () => (await lines()).length, { timeout: STORED_MS_MAX, interval: 200 }).toBe(wanted.length);
  // And nothing comes after.
  await sleep(1_500);
  expect((await lines()).sort()).toEqual([...wanted].sort());
}

const numbered = (word: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_unused, index) => `${word} ${from + index}`);
const text = (all: string[]) => all.map((line) => `${line}\n`).join("");

it("follows several files, each as a worker of its own, also one that is not there yet; what was there before is not read", async () => {
  writeFileSync(log("one.log"), "old\n");
  writeFileSync(log("two.log"), "");
  const one = await tail(["one.log", "two.log", "later.log"]);
  for (let round = 0; round < 20; round++) {
    for (const name of ["one", "two"])
      appendFileSync(log(`${name}.log`), text(numbered(name, round * 50, round * 50 + 50)));
    if (round === 10) writeFileSync(log("later.log"), "first of its file\n");
    await sleep(20);
  }
  const wanted = [...numbered("one", 0, 1000), ...numbered("two", 0, 1000), "first of its file"];
  await expectStored(wanted);
  const rows = (await stored()).filter(({ stream }) => stream === 1);
  for (const name of ["one", "two"]) {
    const own = rows.filter(({ raw }) => raw.startsWith(name));
    expect(new Set(own.map(({ worker }) => worker)).size).toBe(1);
    expect(own.map(({ raw }) => raw)).toEqual(numbered(name, 0, 1000));
  }
  await stop(one);
});

it("reads through rotation by renaming, and by copying and emptying, every line once and in order", async () => {
  writeFileSync(log(), "");
  const one = await tail();
  const wanted: string[] = [];
  for (let round = 0; round < 4; round++) {
    const own = numbered(`renamed ${round}:`, 0, 300);
    appendFileSync(log(), text(own.slice(0, 200)));
    renameSync(log(), log(`agent.log.${round}`));
    // Whoever writes still holds the old file for a moment.
    appendFileSync(log(`agent.log.${round}`), text(own.slice(200)));
    if (round % 2 === 1) await sleep(2 * LOOK_MS);
    writeFileSync(log(), "");
    wanted.push(...own);
    await sleep(2 * LOOK_MS);
  }
  for (let round = 0; round < 3; round++) {
    const own = numbered(`emptied ${round}:`, 0, 300);
    appendFileSync(log(), text(own));
    wanted.push(...own);
    await sleep(3 * LOOK_MS);
    copyFileSync(log(), log(`copy.${round}`));
    truncateSync(log(), 0);
    await sleep(2 * LOOK_MS);
  }
  await expectStored(wanted);
  expect(await lines()).toEqual(wanted);
  await stop(one);
});

it("gives out a line without an end after a second, waits for one that is being written, and keeps files' ends apart", async () => {
  writeFileSync(log(), "");
  const one = await tail();
  appendFileSync(log(), "slowly ");
  await sleep(500);
  appendFileSync(log(), "written\nno end");
  await expectStored(["slowly written", "no end"]);
  appendFileSync(log(), " of a file");
  await sleep(2 * LOOK_MS);
  renameSync(log(), log("agent.log.1"));
  writeFileSync(log(), "begins another\n");
  await expectStored(["slowly written", "no end", " of a file", "begins another"]);
  await stop(one);
});

it("goes on where it ended, also when the file was rotated meanwhile; one that was told nothing yet, too", async () => {
  writeFileSync(log(), "before\n");
  await stop(await tail());
  appendFileSync(log(), "while nobody followed\n");
  await stop(await tail());
  appendFileSync(log(), "the rest\n");
  renameSync(log(), log("agent.log.1"));
  writeFileSync(log(), "of the new one\n");
  const third = await tail();
  await expectStored(["while nobody followed", "the rest", "of the new one"]);
  await stop(third);
});

it("kill -9 again and again while lines are written and files rotate: each line is stored once", async () => {
  writeFileSync(log(), "");
  const wanted: string[] = [];
  let [isWriting, rotations] = [true, 0];
  const writing = (async () => {
    for (let n = 0; isWriting; n += 20) {
      const own = numbered("line", n, n + 20);
      appendFileSync(log(), text(own));
      wanted.push(...own);
      await sleep(10);
    }
  })();
  // One at a time: of files that come and go while nobody follows only the last can be known.
  const rotate = () => {
    renameSync(log(), log(`agent.log.${++rotations}`));
    writeFileSync(log(), "");
  };
  for (let blow = 0; blow < 6; blow++) {
    const one = await tail(["agent.log"], ["--from-start"]);
    if (blow % 2 === 0) rotate();
    await sleep(500 + blow * 83);
    await kill(one);
    if (blow % 2 === 1) rotate();
  }
  isWriting = false;
  await writing;
  const last = await tail();
  await expectStored(wanted);
  await stop(last);
  expect(readdirSync(join(root, `spool-${agent}`)).filter((name) => name.startsWith("run-"))).toEqual([]);
});

it("kill -9 while the server is away: what was read waits in the spool, and is read no second time", async () => {
  writeFileSync(log(), "");
  const wanted: string[] = [];
  for (let blow = 0; blow < 3; blow++) {
    const one = await tail(["agent.log"], [], "http://127.0.0.1:9");
    const own = numbered(`away ${blow}:`, 0, 500);
    appendFileSync(log(), text(own));
    wanted.push(...own);
    await sleep(3 * LOOK_MS);
    await kill(one);
  }
  const last = await tail();
  await expectStored(wanted);
  await stop(last);
  expect(existsSync(log())).toBe(true);
});
