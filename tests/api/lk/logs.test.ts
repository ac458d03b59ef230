import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { lkHeaders, lkToken } from "../../harness/lk";
import { printLines } from "../../harness/printed-lines";
import { startServer, type TestServer } from "../../harness/server";

let database: TestDatabase;
let server: TestServer;

/** Each of lk's line reader, which gives up at 64 KiB with the line break. */
const SCANNER_BYTES = 64 * 1024;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({
    "/logs": await import("@/app/logs/route"),
    "/api/v1/runtime-lines": await import("@/app/api/v1/runtime-lines/route"),
    "/api/v1/agents/[id]/deployments/[version]/build-log": await import(
      "@/app/api/v1/agents/[id]/deployments/[version]/build-log/route"
    ),
  });
  const hourAgo = Date.now() - 3_600_000;
  await printLines(server.url, { id: "replica-one", deployment: "v2" }, numbered("early", 150), hourAgo);
  await printLines(server.url, { id: "replica-two", deployment: "v2" }, numbered("late", 120), hourAgo + 60_000);
  await printLines(server.url, { id: "replica-old", deployment: "v1" }, ["of the old version"], hourAgo - 60_000);
  await printLines(server.url, { id: "other-1", agent: "scheduler" }, ["of another agent"]);
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, index) => `${word} ${index}`);

interface Tail {
  lines: string[];
  /** Waits for so many lines in all. */
  until(count: number): Promise<string[]>;
  close(): void;
}

/** `lk agent logs`: one request, read line by line. */
async function tail(query: string): Promise<Tail> {
  const controller = new AbortController();
  const answer = await fetch(`${server.url}/logs?${query}`, { headers: lkHeaders(), signal: controller.signal });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
  const lines: string[] = [];
  let heard: () => void = () => undefined;
  void (async () => {
    let open = "";
    for await (const bytes of answer.body as AsyncIterable<Uint8Array>) {
      const pieces = (open + Buffer.from(bytes).toString()).split("\n");
      open = pieces.pop() ?? "";
      lines.push(...pieces.map((line) => line.replace(/^\r+/, "")));
      heard();
    }
  })().catch(() => undefined);
  const until = async (count: number) => {
    const endMs = Date.now() + 10_000;
    while (lines.length < count && Date.now() < endMs) {
      await new Promise<void>((resolve) => {
        heard = resolve;
        setTimeout(resolve, 200);
      });
    }
    if (lines.length < count) throw new Error(`${lines.length} of ${count} lines came: ${lines.slice(-3).join(" | ")}`);
    return lines;
  };
  return { lines, until, close: () => controller.abort() };
}

describe("lk agent logs", () => {
  it("prints the newest 200 lines of all replicas, each with the end of its worker's id", async () => {
    const shown = await tail("agent_id=receptionist&log_type=deploy");
    const lines = await shown.until(200);
    expect([lines[0], lines[199]]).toEqual(["[lica-one] early 70", "[lica-two] late 119"]);
    expect(lines.join()).not.toContain("another agent");
    shown.close();
  });

  it("goes on with what all replicas print, without a gap and without doubles, until it is closed", async () => {
    const shown = await tail("agent_id=receptionist");
    await shown.until(200);
    for (let round = 0; round < 10; round += 1) {
      await printLines(server.url, { id: "replica-one", deployment: "v2" }, numbered(`live ${round}`, 20));
      await printLines(server.url, { id: "replica-new", deployment: "v3" }, numbered(`fresh ${round}`, 20));
      await printLines(server.url, { id: "other-1", agent: "scheduler" }, ["not of this agent"]);
    }
    const live = (await shown.until(600)).slice(200);
    shown.close();
    expect(new Set(live).size).toBe(400);
    expect(live.filter((line) => line.startsWith("[lica-one] live"))).toEqual(
      Array.from({ length: 10 }, (_, round) =>
        numbered(`live ${round}`, 20).map((line) => `[lica-one] ${line}`),
      ).flat(),
    );
    expect(live.filter((line) => line.startsWith("[lica-new] fresh"))).toHaveLength(200);
  });

  it("shows what happens to processes, tracebacks line by line, and no line that lk cannot read", async () => {
    await printLines(server.url, { id: "replica-big", deployment: "v9" }, ["first"]);
    const shown = await tail("agent_id=receptionist&deployment=v9");
    await printLines(server.url, { id: "replica-big", deployment: "v9" }, [
      { raw: "Traceback:\n  File x\nValueError", stream: "stderr" },
      { raw: "w".repeat(200_000) },
      { raw: "ä".repeat(60_000) },
      { raw: undefined, stream: undefined, type: "event", event: "exited", text: "exited with code 3", code: 3 },
    ]);
    const lines = (await shown.until(7)).slice(1);
    shown.close();
    expect(lines.slice(0, 3)).toEqual(["[lica-big] Traceback:", "[lica-big]   File x", "[lica-big] ValueError"]);
    for (const line of lines) expect(Buffer.byteLength(line) + 1).toBeLessThan(SCANNER_BYTES);
    expect([lines[3], lines[4]].map((line) => line?.includes("cut here"))).toEqual([true, true]);
    expect(lines[5]).toContain("exited with code 3");
  });

  it("says in its place how many lines it left out where more is printed than anybody can follow", async () => {
    await printLines(server.url, { id: "replica-loud", agent: "loud" }, ["first"]);
    const shown = await tail("agent_id=loud");
    await shown.until(1);
    const count = 20_000;
    await printLines(server.url, { id: "replica-loud", agent: "loud" }, numbered("line", count));
    const leftOut = () =>
      shown.lines.reduce((sum, line) => sum + Number(/^--- (\d+) lines are left out here/.exec(line)?.[1] ?? 0), 0);
    const printed = () => shown.lines.filter((line) => line.includes("] line ")).length;
    await expect.poll(() => printed() + leftOut(), { timeout: 15_000 }).toBe(count);
    expect(leftOut()).toBeGreaterThan(1_000);
    expect(printed()).toBeGreaterThan(3_000);
    shown.close();
  });

  it("shows one deployment alone when it is asked for", async () => {
    const shown = await tail("agent_id=receptionist&deployment=v1");
    await printLines(server.url, { id: "replica-one", deployment: "v2" }, ["of the new version"]);
    await printLines(server.url, { id: "replica-old", deployment: "v1" }, ["of the old version again"]);
    expect(await shown.until(2)).toEqual(["[lica-old] of the old version", "[lica-old] of the old version again"]);
    shown.close();
  });
});

describe("lk agent logs --log-type=build", () => {
  const post = (version: string, log: string, query = "") =>
    fetch(`${server.url}/api/v1/agents/receptionist/deployments/${version}/build-log${query}`, {
      method: "POST",
      headers: { authorization: "Bearer devkey:secret", "content-type": "text/plain" },
      body: log,
    });
  const buildLog = async (query: string) => {
    const answer = await fetch(`${server.url}/logs?agent_id=receptionist&log_type=build${query}`, {
      headers: lkHeaders(),
    });
    return [answer.status, await answer.text()];
  };

  it("says in words that there is none, and then prints the latest or the one that is asked for", async () => {
    const none = await buildLog("");
    expect(none[0]).toBe(404);
    expect(JSON.parse(String(none[1]))).toMatchObject({ msg: expect.stringContaining("no build log of receptionist") });
    const long = `#1 ${"x".repeat(100_000)}`;
    expect((await post("v1", "#1 load\n#1 \x1b[32mDONE\x1b[0m 0.1s\n")).status).toBe(201);
    expect((await post("v2", `${long}\n#2 done\n`)).status).toBe(201);
    expect(await buildLog("&deployment=v1")).toEqual([200, "#1 load\n#1 \x1b[32mDONE\x1b[0m 0.1s\n"]);
    const [status, text] = await buildLog("");
    const [first = "", second] = String(text).split("\n");
    expect([status, Buffer.byteLength(first) < SCANNER_BYTES, second]).toEqual([200, true, "#2 done"]);
  });
});

describe("refusals, as {msg, meta}", () => {
  const refusal = async (query: string, headers: Record<string, string> = lkHeaders()) => {
    const answer = await fetch(`${server.url}/logs?${query}`, { headers });
    expect(answer.headers.get("content-type")).toBe("application/json");
    return { status: answer.status, ...(await answer.json()) };
  };

  it("say which agent or deployment is not there, and what is", async () => {
    const nobody = await refusal("agent_id=nobody");
    expect(nobody).toMatchObject({
      status: 404,
      msg: expect.stringContaining("no agent nobody"),
      meta: { code: "not_found" },
    });
    const version = await refusal("agent_id=receptionist&deployment=v77");
    expect(version).toMatchObject({
      status: 404,
      msg: expect.stringMatching(/no deployment v77\. The latest are .*v1/),
    });
    expect(await refusal("agent_id=scheduler&deployment=v1")).toMatchObject({
      ...{ status: 404, msg: "scheduler has no deployment v1. It has none: its workers name no version." },
    });
    expect(await refusal("")).toMatchObject({ status: 400, meta: { code: "invalid_argument" } });
    expect(await refusal("agent_id=receptionist&log_type=all")).toMatchObject({ status: 400 });
  });

  it("say who may not read", async () => {
    expect(await refusal("agent_id=receptionist", {})).toMatchObject({
      status: 401,
      meta: { code: "unauthenticated" },
    });
    const headers = lkHeaders(lkToken({ agent: {} }));
    expect(await refusal("agent_id=receptionist", headers)).toMatchObject({
      status: 403,
      meta: { code: "permission_denied" },
    });
  });
});
