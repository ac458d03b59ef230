import { afterAll, beforeAll, expect, it } from "vitest";
import { proveScope } from "@/lib/access/scopes";
import { encryptSecret } from "@/lib/access/secrets";
import { saveKey } from "@/lib/store/keys";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { sign } from "../../harness/senders";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi({ REQUESTS_PER_SECOND_MAX: "2" });
  const key = { id: "quiet", secretEncrypted: encryptSecret("a-secret-of-its-own"), scopes: ["ingest" as const] };
  await saveKey(proveScope(api.database.project.projectId), key);
});
afterAll(() => api?.close());

function send(token: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return fetch(`${api.server.url}/v1/logs`, { method: "POST", headers, body: "{}" });
}

it("a key that floods is asked to come again with 503, which every exporter retries; other keys go on", async () => {
  const token = sign({});
  const answers = await Promise.all(Array.from({ length: 40 }, () => send(token)));
  const taken = answers.filter(({ status }) => status === 200).length;
  // Ten seconds' worth at two a second, and what grew meanwhile.
  expect(taken).toBeGreaterThanOrEqual(20);
  expect(taken).toBeLessThan(30);
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused).toHaveLength(40 - taken);
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await send(sign({ iss: "quiet" }, "a-secret-of-its-own"))).status).toBe(200);
});
