import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Line } from "@/lib/model/lines";
import { buildCli, removeCli, runCli, startCli } from "../../harness/cli";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { openGate } from "../../harness/gate";
import { printLines } from "../../harness/printed-lines";
import { startServer, type TestServer } from "../../harness/server";

const run = promisify(execFile);
let database: TestDatabase;
let server: TestServer;
let file: string;
let startMs: number;

beforeAll(async () => {
  file = await buildCli();
  database = await openTestDatabase();
  const build = "/api/v1/agents/[id]/deployments/[version]/build-log";
  server = await startServer({
    "/api/v1/runtime-lines": await import("@/app/api/v1/runtime-lines/route"),
    "/api/v1/lines": await import("@/app/api/v1/lines/route"),
    "/api/v1/lines/stream": await import("@/app/api/v1/lines/stream/route"),
    "/api/v1/workers": await import("@/app/api/v1/workers/route"),
    "/api/v1/agents/[id]": await import("@/app/api/v1/agents/[id]/route"),
    [build]: await import("@/app/api/v1/agents/[id]/deployments/[version]/build-log/route"),
  });
  startMs = Date.now() - 3_600_000;
  await printLines(server.url, { id: "replica-one", deployment: "v1" }, numbered("old", 1_500), startMs);
  await printLines(
    server.url,
    { id: "replica-two", deployment: "v2" },
    [
      JSON.stringify({ message: "slow answer", level: "WARNING", duration: 1.5, name: "livekit.agents" }),
      JSON.stringify({ message: "job failed", level: "ERROR", exc_info: "Traceback:\n  File x\nValueError: no" }),
      "\x1b[31mred\x1b[0m \x1b[2J\x07text",
    ],
    startMs + 60_000,
  );
  await printLines(server.url, { id: "other", agent: "scheduler" }, ["of another agent"], startMs + 120_000);
});
afterAll(async () => {
  removeCli();
  await server?.close();
  await database?.close();
});

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, index) => `${word} ${index}`);
const linesOf = (text: string) => text.split("\n").slice(0, -1);

describe("earshot logs into a pipe", () => {
  it("prints the newest 200 lines, the oldest of them first, without colours, with whole times and ids", async () => {
    const { code, stdout, stderr } = await runCli(["logs"], server.url);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).not.toContain("\x1b");
    const lines = linesOf(stdout).filter((line) => !line.startsWith("    "));
    expect(lines).toHaveLength(200);
    expect(lines[0]).toBe(`${new Date(startMs + 1).toISOString()} receptionist/replica-one - old 1304`);
    expect(lines.at(-1)).toBe(`${new Date(startMs + 120_000).toISOString()} scheduler/other - of another agent`);
    const [warning, failure, plain] = lines.slice(-4, -1);
    expect(warning).toMatch(/ warn slow answer duration=1\.5/);
    expect(failure).toMatch(/ error job failed$/);
    expect(plain).toMatch(/ red text$/);
    expect(stdout).toContain("job failed\n    Traceback:\n      File x\n    ValueError: no\n");
  });

  it("prints all lines since a time, over several pages, and up to another", async () => {
    const all = await runCli(["logs", "--since", "2h", "--agent", "receptionist"], server.url);
    const lines = linesOf(all.stdout).filter((line) => line.includes(" old "));
    expect(lines.map((line) => line.split(" - ")[1])).toEqual(numbered("old", 1_500));
    const until = new Date(startMs + 1).toISOString();
    const part = await runCli(["logs", "--since", "1d", "--until", until, "--worker", "replica-one"], server.url);
    expect(part.code).toBe(0);
    expect(linesOf(part.stdout).length).toBeGreaterThan(900);
    expect(linesOf(part.stdout).length).toBeLessThan(1_500);
  });

  it("takes conditions together: agent, replica, version, level, filter and how many", async () => {
    const shown = async (...args: string[]) => {
      const { code, stdout, stderr } = await runCli(["logs", ...args], server.url);
      expect([code, stderr]).toEqual([0, ""]);
      return linesOf(stdout).filter((line) => !line.startsWith("    ")).length;
    };
    expect(await shown("--level", "warn")).toBe(2);
    expect(await shown("--level", "error", "--agent", "receptionist")).toBe(1);
    expect(await shown("--agent", "scheduler", "--agent", "nobody")).toBe(1);
    expect(await shown("--worker", "replica-t*")).toBe(3);
    expect(await shown("--worker", "a-two", "--worker", "…ther")).toBe(4);
    expect(await shown("--worker", "nobody")).toBe(0);
    expect(await shown("--deployment", "v1", "-n", "7")).toBe(7);
    expect(await shown("--filter", '"slow answer" duration:>1 OR "another agent"')).toBe(2);
    expect(await shown("--filter", "old", "--level", "error")).toBe(0);
  });

  it("prints JSON that is the API's, a line each", async () => {
    const { stdout } = await runCli(["logs", "--json", "--worker", "replica-two"], server.url);
    const lines = linesOf(stdout).map((line) => Line.parse(JSON.parse(line)));
    expect(lines.map(({ level }) => level)).toEqual(["warn", "error", null]);
    expect(lines[2]?.raw).toBe("\x1b[31mred\x1b[0m \x1b[2J\x07text");
    expect(lines[0]?.fields).toMatchObject({ duration: 1.5 });
  });

  it("is quiet when who reads it goes away", async () => {
    const env = { ...process.env, EARSHOT_URL: server.url, EARSHOT_KEY: "devkey:secret" };
    const command = `"${process.execPath}" "${file}" logs --since 2h | head -n 2; echo "code: \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run("bash", ["-c", command], { env });
    expect([linesOf(stdout).length, stderr]).toEqual([3, ""]);
    expect(stdout).toContain("old 1\ncode: 0\n");
  });
});

describe("what cannot be done is said in words", () => {
  const refused = async (args: string[], environment?: Record<string, string>, url = server.url) => {
    const { code, stdout, stderr } = await runCli(["logs", ...args], url, environment);
    expect(stdout).toBe("");
    return [code, stderr];
  };

  it("a wrong key, also while following; no key at all", async () => {
    const wrong = { EARSHOT_KEY: "devkey:wrong" };
    for (const args of [[], ["--follow"], ["--since", "1h", "--follow"]]) {
      expect(await refused(args, wrong)).toEqual([1, "No API key has this id and secret.\n"]);
    }
    expect(await refused([], { EARSHOT_KEY: "" })).toEqual([2, expect.stringContaining("Say with --key KEY:SECRET")]);
  });

  it("a server that does not answer", async () => {
    const away = "http://127.0.0.1:1";
    expect(await refused([], {}, away)).toEqual([1, "http://127.0.0.1:1 does not answer. Is it running?\n"]);
  });

  it("a filter, with a mark under the place; a time; a level; a number; a kind", async () => {
    const [code, words] = await refused(["--filter", "tts level:>=wran"]);
    expect(code).toBe(2);
    expect(words).toMatch(/^--filter: .*\n {2}tts level:>=wran\n {6,}\^+\n/);
    const cases = { since: "some day", until: "", level: "loud", limit: "0", "log-type": "all" };
    for (const [option, value] of Object.entries(cases)) {
      expect(await refused([`--${option}`, value])).toEqual([2, expect.stringMatching(`^--${option}`)]);
    }
    expect(await refused(["--follow", "--until", "now"])).toEqual([2, expect.stringContaining("exclude each other")]);
  });
});

describe("earshot logs --follow", () => {
  const texts = (stdout: string, word: string) => stdout.match(new RegExp(`(?<= )${word} \\d+$`, "gm")) ?? [];

  async function print(word: string, count: number): Promise<void> {
    for (let from = 0; from < count; from += 20) {
      const lines = Array.from({ length: 20 }, (_, index) => `${word} ${from + index}`);
      await printLines(server.url, { id: `replica-${word}`, deployment: "v3" }, lines);
    }
  }

  it("begins with the newest lines, goes on, and when the server was away misses nothing and prints nothing twice", async () => {
    const gate = await openGate(server.url);
    const cli = startCli(["logs", "-f", "--agent", "receptionist"], gate.url);
    await cli.until((stdout) => linesOf(stdout).some((line) => line.endsWith("red text")));
    await print("before", 100);
    await cli.until((stdout) => texts(stdout, "before").length >= 100);
    await gate.shut();
    await cli.until((_, stderr) => stderr.includes("Trying again"));
    await print("away", 300);
    await gate.open();
    await print("after", 100);
    await cli.until((stdout) => texts(stdout, "after").length >= 100);
    cli.child.kill("SIGINT");
    const { signal, stdout, stderr } = await cli.ended;
    await gate.close();
    for (const [word, count] of [
      ["before", 100],
      ["away", 300],
      ["after", 100],
    ] as const) {
      expect(texts(stdout, word)).toEqual(numbered(word, count));
    }
    expect(stderr).toBe(`The connection to ${gate.url} is lost. Trying again …\nConnected to ${gate.url} again.\n`);
    expect(signal).toBe("SIGINT");
  });

  it("with --since prints the past and then what comes, each line once, while lines come in", async () => {
    const gate = await openGate(server.url);
    const printing = print("stream", 600);
    const cli = startCli(["logs", "-f", "--since", "2h", "--filter", "old OR stream"], gate.url);
    await printing;
    await cli.until((stdout) => texts(stdout, "stream").length >= 600);
    cli.child.kill("SIGINT");
    const { stdout, stderr } = await cli.ended;
    await gate.close();
    expect(texts(stdout, "old")).toEqual(numbered("old", 1_500));
    expect(texts(stdout, "stream")).toEqual(numbered("stream", 600));
    expect(stderr).toBe("");
  });

  it("waits for a server that is not there yet, and says so", async () => {
    const gate = await openGate(server.url);
    await gate.shut();
    const cli = startCli(["logs", "--follow", "-n", "3", "--json", "--agent", "scheduler"], gate.url);
    await cli.until((_, stderr) => stderr === `${gate.url} does not answer. Trying again …\n`);
    await gate.open();
    await cli.until((stdout) => stdout.includes("of another agent"));
    expect(cli.stderr()).toContain(`Connected to ${gate.url} again.\n`);
    cli.child.kill("SIGINT");
    await cli.ended;
    await gate.close();
  });
});

describe("earshot logs --log-type build", () => {
  it("prints the build log of the latest version that has one, or of one that is named", async () => {
    const path = `${server.url}/api/v1/agents/receptionist/deployments`;
    const none = await runCli(["logs", "--log-type", "build", "--agent", "receptionist"], server.url);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("There is no build log of receptionist")]);
    for (const version of ["v1", "v2"]) {
      const headers = { authorization: "Bearer devkey:secret", "content-type": "text/plain" };
      const body = `#1 \x1b[32mDONE\x1b[0m of ${version}\nlast`;
      expect((await fetch(`${path}/${version}/build-log`, { method: "POST", headers, body })).status).toBe(201);
    }
    const shown = async (...args: string[]) =>
      (await runCli(["logs", "--log-type", "build", "--agent", "receptionist", ...args], server.url)).stdout;
    expect(await shown("--deployment", "v1")).toBe("#1 DONE of v1\nlast\n");
    expect(await shown()).toBe("#1 DONE of v2\nlast\n");
    expect((await runCli(["logs", "--log-type", "build"], server.url)).stderr).toContain("Name one agent");
  });
});
