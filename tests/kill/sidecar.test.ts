import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Product, startProduct } from "../harness/product";
import { runSidecar, type Sidecar, startWith } from "../harness/sidecar";

const PYTHON = "python3";
const STORED_MS_MAX = 60_000;

let product: Product;
let folder: string;
let count = 0;
let agent: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "earshot-sidecar-test-"));
  product = await startProduct({
    LOG_LEVEL: "warn",
    LINES_PER_WORKER_SECOND_MAX: "1000000",
    LINES_PER_PROJECT_SECOND_MAX: "1000000",
  });
});
afterAll(async () => {
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  agent = `agent-${++count}`;
});

function run(command: string[], flags: string[] = []): Sidecar {
  return runSidecar({ ...options(), flags }, command);
}

function options() {
  return { url: product.url, key: `${product.apiKey}:${product.apiSecret}`, spool: join(folder, agent), agent };
}

/** A program in Python, without buffering. */
function python(program: string): string[] {
  return [PYTHON, "-u", "-c", program];
}

interface Row {
  stream: number;
  raw: string;
  seq: string;
  worker: string;
  fields: Record<string, unknown> | null;
}

const STDOUT = 1;
const STDERR = 2;
const SYSTEM = 3;

/** Every stored line of the agent of this test, as it was sent, in order. */
function stored(): Promise<Row[]> {
  return product.query<Row>(`select l.stream, l.raw, l.seq, l.worker, l.fields from runtime_line l
    join worker w on w.project_id = l.project_id and w.id = l.worker
    where w.agent = '${agent}' order by w.started_at, l.seq`);
}

async function rawsOf(stream: number): Promise<string[]> {
  return (await stored()).filter((row) => row.stream === stream).map((row) => row.raw);
}

async function eventsOf(): Promise<string[]> {
  return (await stored()).filter((row) => row.stream === SYSTEM).map((row) => String(row.fields?.event));
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_unused, index) => `${from + index}`);

/** Starts again until nothing of former runs waits in the spool. */
async function sendLeftovers(): Promise<void> {
  for (let start = 0; start < 5; start++) {
    await run(["sleep", "5"]).ended;
    if (!readdirSync(join(folder, agent)).some((name) => name.startsWith("run-"))) return;
  }
}

describe("a sidecar around a child", () => {
  it("hands on arguments, environment, folder, streams and the exit code, and says nothing itself", async () => {
    const program = `import os, sys
print(sys.argv[1:], os.environ["GIVEN"], os.getcwd() == ${JSON.stringify(process.cwd())}, "EARSHOT" in str(os.environ))
open("/dev/stdout", "w").write("by its name\\n")
print(sys.stdin.readline().strip())
print("to stderr", file=sys.stderr)
sys.exit(7)`;
    const environment = { GIVEN: "a b", NODE_OPTIONS: "" };
    const sidecar = runSidecar({ ...options(), environment }, [...python(program), "--url", "x y", ""]);
    sidecar.process.stdin?.end("typed in\n");
    expect(await sidecar.ended).toEqual({ code: 7, signal: null });
    expect(sidecar.stdout().toString()).toBe("['--url', 'x y', ''] a b True False\nby its name\ntyped in\n");
    expect(sidecar.stderr().toString()).toBe("to stderr\n");
    expect(await rawsOf(STDERR)).toEqual(["to stderr"]);
    expect(await eventsOf()).toEqual(["started", "exited"]);
  });

  it("dies by the signal that its child died by", async () => {
    const sidecar = run(["sh", "-c", "kill -TERM $$"]);
    expect(await sidecar.ended).toEqual({ code: null, signal: "SIGTERM" });
    expect((await stored()).at(-1)?.raw).toMatch(/^Ended by SIGTERM after \d+ s\.$/);
  });

  it("says as a shell does that a command is not there", async () => {
    const sidecar = run(["no-such-program"]);
    expect(await sidecar.ended).toEqual({ code: 127, signal: null });
    expect(sidecar.stderr().toString()).toContain("no-such-program cannot be run: ENOENT");
  });

  it("runs the child where no server is known", async () => {
    const sidecar = runSidecar({ ...options(), url: "", key: "" }, ["sh", "-c", "echo there; exit 3"]);
    expect(await sidecar.ended).toEqual({ code: 3, signal: null });
    expect(sidecar.stdout().toString()).toBe("there\n");
  });

  it("a flood of 100,000 lines comes through unchanged, and is stored once and in order", async () => {
    const program = "import os\nfor i in range(100000): os.write(1, b'%d\\n' % i)";
    // A machine that does other things as well takes longer over its last lines.
    const sidecar = run(python(program), ["--flush-seconds", "60"]);
    expect(await sidecar.ended).toEqual({ code: 0, signal: null });
    expect(sidecar.stdout().toString()).toBe(`${numbers(0, 100_000).join("\n")}\n`);
    expect(await rawsOf(STDOUT)).toEqual(numbers(0, 100_000));
  });

  it("a crash is stored with its traceback as one record, its code and its last lines", async () => {
    const sidecar = run(
      python('print("before")\ntry:\n  1 / 0\nexcept Exception as e:\n  raise RuntimeError("boom") from e'),
    );
    expect((await sidecar.ended).code).toBe(1);
    const [traceback, ...more] = await rawsOf(STDERR);
    expect(more).toEqual([]);
    expect(`${traceback}\n`).toBe(sidecar.stderr().toString());
    expect(traceback).toContain("The above exception was the direct cause");
    const last = (await stored()).at(-1);
    expect(last?.raw).toMatch(/^Exited with code 1 after \d+ s\.$/);
    expect(last?.fields?.lastLines).toEqual(expect.arrayContaining(["before", "RuntimeError: boom"]));
  });

  it("partial lines, lines over 256 KiB and broken UTF-8 are stored whole", async () => {
    const program = `import os, time
os.write(1, "Gr".encode() + b"\\xc3"); time.sleep(0.1); os.write(1, b"\\xbc\\xc3\\x9fe\\n")
os.write(1, b"broken \\xff\\xfe here\\n")
os.write(1, b"x" * 700000 + b"\\n")
os.write(1, b"no end")`;
    const sidecar = run(python(program));
    await sidecar.ended;
    const lines = await rawsOf(STDOUT);
    expect(lines.slice(0, 2)).toEqual(["Grüße", "broken �� here"]);
    expect(lines.at(-1)).toBe("no end");
    const parts = lines
      .slice(2, -1)
      .map((line) => line.replace(/ …\[earshot.*?\]$/, "").replace(/^\[earshot.*?\] /, ""));
    expect([parts.length, parts.join("")]).toEqual([3, "x".repeat(700_000)]);
    expect(sidecar.stdout().length).toBe(8 + 15 + 700_001 + 6);
  });

  it("a child that ignores SIGTERM gets it, goes on, and is killed by a second one", async () => {
    const sidecar = run(
      python(
        'import signal, time\nsignal.signal(15, lambda *a: print("not now"))\nprint("up")\nwhile True: time.sleep(0.1)',
      ),
    );
    await expect.poll(() => sidecar.stdout().toString(), { timeout: 10_000 }).toBe("up\n");
    sidecar.process.kill("SIGTERM");
    await expect.poll(() => sidecar.stdout().toString(), { timeout: 10_000 }).toBe("up\nnot now\n");
    await expect.poll(eventsOf, { timeout: 10_000 }).toEqual(["started", "draining"]);
    sidecar.process.kill("SIGTERM");
    expect(await sidecar.ended).toEqual({ code: null, signal: "SIGKILL" });
    expect((await stored()).at(-1)?.raw).toMatch(/^Killed after \d+ s: a second signal came/);
  });

  it("does not wait for ever for a process that the child left behind with its output", async () => {
    const sidecar = run(["sh", "-c", "echo child; (sleep 0.3; echo grandchild; exec sleep 60) & exit 0"]);
    const startMs = performance.now();
    await new Promise((resolve) => sidecar.process.once("exit", resolve));
    expect(performance.now() - startMs).toBeLessThan(15_000);
    expect(await rawsOf(STDOUT)).toEqual(["child", "grandchild"]);
  });

  it("a child that closes its streams lives on, and its end is told", async () => {
    const sidecar = run(
      python("import os, time\nprint('last')\nos.close(1); os.close(2); time.sleep(1.5); os._exit(9)"),
    );
    expect((await sidecar.ended).code).toBe(9);
    expect(await rawsOf(STDOUT)).toEqual(["last"]);
    expect((await stored()).at(-1)?.raw).toMatch(/^Exited with code 9 after [1-9]\d* s\.$/);
  });

  it("stores what a child prints when nobody reads the sidecar's own output any more", async () => {
    const sidecar = run(python("import time\nfor i in range(200):\n  print(i); time.sleep(0.005)"));
    sidecar.process.stdout?.destroy();
    expect((await sidecar.ended).code).toBe(0);
    expect(await rawsOf(STDOUT)).toEqual(numbers(0, 200));
  });

  it("says at a second start that it is one more on this host, and how the one before ended", async () => {
    await run(["sh", "-c", "exit 4"]).ended;
    await run(["true"]).ended;
    expect(await eventsOf()).toEqual(["started", "exited", "started", "restarted", "exited"]);
    expect((await stored())[3]?.raw).toMatch(/exited with code 4 at /);
  });
});

describe("files and standard input", () => {
  it("pipe: stores what comes in, and hands it on", async () => {
    const sidecar = startWith("pipe", options(), []);
    sidecar.process.stdin?.end("one\ntwo\nthree");
    expect((await sidecar.ended).code).toBe(0);
    expect(sidecar.stdout().toString()).toBe("one\ntwo\nthree");
    expect(await rawsOf(STDOUT)).toEqual(["one", "two", "three"]);
  });
});

const counting = (from: number, to: number, secondsEach: number) =>
  python(`import os, time\nfor i in range(${from}, ${to}):\n  os.write(1, b"%d\\n" % i); time.sleep(${secondsEach})`);

describe("whoever is killed, every line that came through is stored once", () => {
  it("kill -9 of web, twice", async () => {
    const sidecar = run(counting(0, 2_000, 0.002));
    for (let blow = 0; blow < 2; blow++) {
      await sleep(1_000);
      await product.kill("web");
      await expect.poll(() => product.pidOf("web"), { timeout: 30_000, interval: 20 }).not.toBeNull();
    }
    expect((await sidecar.ended).code).toBe(0);
    await sendLeftovers();
    await expect.poll(() => rawsOf(STDOUT), { timeout: STORED_MS_MAX, interval: 500 }).toEqual(numbers(0, 2_000));
  });

  it("kill -9 of PostgreSQL", async () => {
    const sidecar = run(counting(0, 2_000, 0.002));
    await sleep(1_000);
    await product.kill("postgres");
    expect((await sidecar.ended).code).toBe(0);
    await product.waitReady();
    // What could not be sent in time waits in the spool for the next start, and is sent beside what that prints.
    await run(counting(2_000, 2_100, 0.05)).ended;
    await sendLeftovers();
    await expect.poll(() => rawsOf(STDOUT), { timeout: STORED_MS_MAX, interval: 500 }).toEqual(numbers(0, 2_100));
  });

  it("kill -9 of the sidecar, in the middle of a line and of a traceback, again and again", async () => {
    const seen: string[] = [];
    for (let round = 0; round < 3; round++) {
      const from = round * 100_000;
      const sidecar = run(
        python(`import os
for i in range(${from}, ${from + 100_000}):
  os.write(1, b"%d;\\n" % i)
  if i % 1000 == 999: os.write(1, b"Traceback (most recent call last):\\n  File x\\n"); os.write(1, b"E: %d\\n" % i)`),
      );
      await expect.poll(() => sidecar.stdout().length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(20_000);
      sidecar.process.kill("SIGKILL");
      await sidecar.ended;
      seen.push(...sidecar.stdout().toString().replace(/\n$/, "").split("\n"));
    }
    await sendLeftovers();
    const lines = async () => (await rawsOf(STDOUT)).flatMap((raw) => raw.split("\n"));
    await expect
      .poll(async () => (await lines()).length, { timeout: STORED_MS_MAX, interval: 500 })
      .toBeGreaterThanOrEqual(seen.length);
    // The line that it was killed in may be there in part: whole ones end in a semicolon.
    // It may have put down what it could not pass on any more, never the other way round.
    const all = new Map<string, number>();
    for (const line of await lines()) all.set(line, (all.get(line) ?? 0) + 1);
    expect(seen.slice(0, -1).filter((line) => !all.has(line))).toEqual([]);
    expect([...all].filter(([line, times]) => times > 1 && /^\d+;$/.test(line))).toEqual([]);
    expect((await eventsOf()).filter((event) => event === "sidecar")).toHaveLength(3);
  });
});

describe("a server that is away", () => {
  /** Tried with minutes as well, by hand: it only takes longer. */
  it("for a while: the child prints on, and all is stored when it is back", async () => {
    await product.kill("web");
    const sidecar = run(counting(0, 3_000, 0.001));
    await expect.poll(() => sidecar.stdout().toString(), { timeout: 30_000 }).toContain("2999\n");
    await sidecar.ended;
    await product.waitReady();
    await sendLeftovers();
    await expect.poll(() => rawsOf(STDOUT), { timeout: STORED_MS_MAX, interval: 500 }).toEqual(numbers(0, 3_000));
  });

  it("for longer than the spool has room: the oldest go, and a notice in their place says how many", async () => {
    const nobody = { ...options(), url: "http://127.0.0.1:9", flags: ["--spool-mib", "1", "--flush-seconds", "1"] };
    await runSidecar(nobody, python("import os\nfor i in range(40000): os.write(1, b'%d\\n' % i)")).ended;
    await sendLeftovers();
    await expect
      .poll(async () => (await rawsOf(STDOUT)).at(-1), { timeout: STORED_MS_MAX, interval: 500 })
      .toBe("39999");
    const rows = await stored();
    const lines = rows.filter((row) => row.stream === STDOUT).map((row) => row.raw);
    const dropped = rows.filter((row) => row.fields?.event === "dropped");
    const missing = dropped.reduce((sum, row) => sum + Number(row.fields?.count), 0);
    expect(missing).toBeGreaterThan(20_000);
    expect(lines.length + missing).toBe(40_000);
    expect(new Set(lines).size).toBe(lines.length);
    expect(dropped[0]?.raw).toMatch(/^\d+ lines are missing here \(.*\): the server did not take them in time/);
    expect(rows[0]?.raw).toMatch(/^Started: /);
  });
});
