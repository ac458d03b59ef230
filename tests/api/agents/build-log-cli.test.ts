import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AgentAnswer } from "@/lib/model/agents";
import { DEV_PAIR } from "../../harness/database";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `earshot build-log` with this on its standard input, which is a pipe. */
function run(input: string, args: string[], key = `${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`): Promise<Ran> {
  const script = ["scripts/run.mjs", "cli/main.ts", "build-log", "--url", api.server.url, "--key", key, ...args];
  const child = spawn(process.execPath, script, { stdio: "pipe" });
  const ran: Ran = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    ran.stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    ran.stderr += chunk;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (code) => resolve({ ...ran, code })));
}

it("passes the build's output on, and keeps it with its version and its times", async () => {
  const log = `#1 [1/1] RUN true\n${"#1 0.5 padding of a long build\n".repeat(5000)}#1 DONE 1.0s\n`;
  const ran = await run(log, ["--agent", "receptionist", "--version", "v5", "--commit", "abc", "--by", "ci"]);
  expect(ran).toEqual({ code: 0, stdout: log, stderr: "Build log of receptionist v5 kept (succeeded).\n" });
  const kept = await api.get("/api/v1/agents/receptionist/deployments/v5/build-log");
  expect(await kept.text()).toBe(log);
  const { deployments } = AgentAnswer.parse(await api.getJson("/api/v1/agents/receptionist"));
  expect(deployments[0]).toMatchObject({ version: "v5", commit: "abc", deployedBy: "ci" });
  expect(deployments[0]?.build?.durationMs).toBeGreaterThanOrEqual(0);
});

it("passes the output on, too, when the server refuses, and says why with exit code 1", async () => {
  const ran = await run("#1 built\n", ["--agent", "a", "--version", "v"], "devkey:wrong");
  expect(ran).toEqual({ code: 1, stdout: "#1 built\n", stderr: "No API key has this id and secret.\n" });
});

it("says what is missing, with exit code 2", async () => {
  const ran = await run("", ["--agent", "a"]);
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("--version")]);
});
