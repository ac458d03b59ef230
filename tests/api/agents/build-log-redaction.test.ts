import { request } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEV_PAIR } from "../../harness/database";
import { lkHeaders } from "../../harness/lk";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
const KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789";
const authorization = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;

beforeAll(async () => {
  api = await openReadApi();
  await setRules({ builtIn: { apiKey: true, email: true }, custom: [{ name: "ticket", pattern: "TICKET-[0-9]+" }] });
});
afterAll(() => api?.close());

async function setRules(redaction: object): Promise<void> {
  const headers = { authorization, "content-type": "application/json" };
  const body = JSON.stringify({ redaction });
  const answer = await fetch(`${api.server.url}/api/v1/project`, { method: "PATCH", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

const pathOf = (version: string) => `/api/v1/agents/receptionist/deployments/${version}/build-log`;

/** Sends a log in the given pieces, each a chunk of its own on the wire. */
async function send(version: string, pieces: (string | Buffer)[]): Promise<{ build: { error: string | null } }> {
  return new Promise((resolve, reject) => {
    const sending = request(`${api.server.url}${pathOf(version)}`, {
      method: "POST",
      headers: { authorization, "content-type": "text/plain" },
    });
    sending.on("error", reject).on("response", async (answer) => {
      const text = Buffer.concat(await answer.toArray()).toString();
      if (answer.statusCode === 201) resolve(JSON.parse(text));
      else reject(new Error(`${answer.statusCode} ${text}`));
    });
    void (async () => {
      for (const piece of pieces) {
        sending.write(piece);
        // Each its own packet: what is written in one turn goes together.
        await new Promise((done) => setTimeout(done, 20));
      }
      sending.end();
    })();
  });
}

const stored = async (version: string) => (await api.get(pathOf(version))).text();

it("replaces what the project's rules find, also what comes in two pieces, is coloured, or is the failure", async () => {
  const half = KEY.length / 2;
  const { build } = await send("v1", [
    `#1 ENV OPENAI=${KEY.slice(0, half)}`,
    `${KEY.slice(half)}\n#1 mail jane@exa`,
    "mple.com\n#2 see TICKET-",
    `12345\n\x1b[32m${KEY}\x1b[0m\n#3 \x1b[1mDONE\x1b[0m 0.1s\n`,
    "ERROR: failed to solve: jane@example.com said no",
  ]);
  const wanted = [
    "#1 ENV OPENAI=[api key]",
    "#1 mail [email]",
    "#2 see [ticket]",
    "[api key]",
    "#3 \x1b[1mDONE\x1b[0m 0.1s",
    "ERROR: failed to solve: [email] said no",
    "",
  ];
  expect(await stored("v1")).toBe(wanted.join("\n"));
  expect(build.error).toBe("failed to solve: [email] said no");
  const lk = await fetch(`${api.server.url}/logs?agent_id=receptionist&log_type=build&deployment=v1`, {
    headers: lkHeaders(),
  });
  expect(await lk.text()).toBe(wanted.join("\n"));
  const { deployments } = await api.getJson<{ deployments: { build: { error: string } }[] }>(
    "/api/v1/agents/receptionist",
  );
  expect(JSON.stringify(deployments)).not.toContain("jane@");
});

it("replaces a private key over its lines, and one that never ends", async () => {
  const lines = Array.from({ length: 20 }, (_, n) => `#4 0.${n} ${String(n).repeat(64).slice(0, 64)}`);
  const key = ["#4 -----BEGIN RSA PRIVATE KEY-----", ...lines, "#4 1.0 -----END RSA PRIVATE KEY-----"].join("\n");
  await send("v2", [`before\n${key}\nafter\n`]);
  expect(await stored("v2")).toBe("before\n#4 [api key]\nafter\n");
  await send("v3", [`before\n#4 -----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n`]);
  expect(await stored("v3")).toBe("before\n#4 [api key]\n");
});

it("replaces what BuildKit's statuses hold, also what comes in two of them", async () => {
  const vertex = { digest: "sha256:a", name: `[1/1] RUN curl -H ${KEY}`, started: "2026-11-21T12:00:00Z" };
  const half = KEY.length / 2;
  const log = (text: string) => ({
    logs: [{ vertex: "sha256:a", data: Buffer.from(text).toString("base64"), timestamp: "2026-11-21T12:00:01Z" }],
  });
  const statuses = [{ vertexes: [vertex] }, log(`x ${KEY.slice(0, half)}`), log(`${KEY.slice(half)}\n`)];
  await send("v4", [statuses.map((status) => `${JSON.stringify(status)}\n`).join("")]);
  expect(await stored("v4")).toBe("#1 [1/1] RUN curl -H [api key]\n#1 1.0 x [api key]\n");
});

it("keeps the beginning of a line of any length and says that it was cut, so that no secret hides at a border", async () => {
  await setRules({ builtIn: { apiKey: true }, custom: [] });
  const filler = "ab ".repeat(349_520);
  await send("v5", [`${filler}${KEY}${filler}${KEY}\nnext ${KEY}\n`]);
  const [first = "", second, rest] = (await stored("v5")).split("\n");
  expect(first.length).toBeLessThan(1024 * 1024 + 200);
  expect(first.startsWith("ab ab ")).toBe(true);
  expect(first).toMatch(/\[earshot: the line was cut here, \d+ characters are left out\]$/);
  expect(first).not.toContain("sk-proj");
  expect([second, rest]).toEqual(["next [api key]", ""]);
});

it("says in the place of a status that is too long that it was left out: what is in it could not be read", async () => {
  const data = Buffer.from(`${KEY}\n`.repeat(40_000)).toString("base64");
  const statuses = [
    { vertexes: [{ digest: "sha256:a", name: "one", started: "2026-11-21T12:00:00Z" }] },
    { logs: [{ vertex: "sha256:a", data, timestamp: "2026-11-21T12:00:01Z" }] },
  ];
  await send("v6", [statuses.map((status) => `${JSON.stringify(status)}\n`).join("")]);
  expect(await stored("v6")).toMatch(/^#1 one\n\[earshot: a status of \d+ characters is left out\]\n$/);
});

it("changes no byte where no rule is on", async () => {
  await setRules({ builtIn: { apiKey: false, email: false }, custom: [] });
  const text = `#1 ${KEY}\r\nä\x1b[32m jane@example.com\x1b[0m\n`;
  await send("v7", [text]);
  expect(await stored("v7")).toBe(text.replace("\r", ""));
});
