import { readdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { DEV_PAIR } from "../../harness/database";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { loadCapture, replay, send } from "../../harness/senders";
import { patchProject, rowCounts, waitForSwitch } from "./settings";

let api: ReadApi;
let client: pg.Client;

beforeAll(async () => {
  api = await openReadApi();
  client = new pg.Client({ connectionString: api.database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await api?.close();
});

const CAPTURES = ["python-clinic", "node-clinic", "python-1.3.12-clinic", "python-redaction", "python-thread-two-jobs"];

it("refuses every request of both SDKs with 401 and the words that make them go quiet, and stores 0 bytes", async () => {
  const before = await rowCounts(client);
  await patchProject(api, { recording: { enabled: false } });
  await waitForSwitch(api, 401);
  for (const capture of CAPTURES) {
    for (const request of loadCapture(capture).requests) {
      const answer = await send(api.server.url, request);
      const words = await answer.text();
      if (request.path.endsWith("/webhook")) {
        expect(answer.status).toBe(200);
        continue;
      }
      expect(answer.status).toBe(401);
      expect(words).toContain("data recording is disabled");
      const isJson = request.headers["content-type"]?.startsWith("application/json");
      expect(answer.headers.get("content-type")).toBe(isJson ? "application/json" : "application/x-protobuf");
      if (isJson) expect(JSON.parse(words)).toEqual({ code: 16, message: "data recording is disabled" });
    }
  }
  expect(await rowCounts(client)).toEqual(before);
  expect(readdirSync(join(process.env.DATA_DIR ?? "", "blobs"), { recursive: true }).length).toBe(0);
});
