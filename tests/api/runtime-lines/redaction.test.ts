import { afterAll, beforeAll, expect, test } from "vitest";
import { findKey } from "@/lib/access/key-table";
import { pool } from "@/lib/db";
import { DEV_PAIR } from "../../harness/database";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { eventRecord, lineRecord, postLines, workerRecord } from "../../harness/sent-lines";
import { patchProject } from "../privacy/settings";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
  const builtIn = { email: true, phone: true, card: true };
  await patchProject(api, { redaction: { builtIn } });
  // What is known of a key is believed for five seconds.
  await findKey(DEV_PAIR.apiKey, Date.now() + 10_000);
});
afterAll(() => api.close());

test("what a project's rules replace is in no column of what is stored, ids stay", async () => {
  const line = { message: "mail maria@example.com", level: "INFO", job_id: "AJ_491512345678", to: "+49 151 23456789" };
  const answer = await postLines(api.server.url, [
    workerRecord("aw-p"),
    lineRecord(1, JSON.stringify(line)),
    lineRecord(2, "card 4111 1111 1111 1111 was refused"),
    eventRecord(3, "exited", { code: 1, lastLines: ["ValueError: maria@example.com"] }),
  ]);
  expect(await answer.json()).toMatchObject({ accepted: 3, rejected: [] });
  const { rows } = await pool().query("select l::text as row, session_id from runtime_line l order by seq");
  const all = rows.map(({ row }) => row).join("\n");
  for (const secret of ["maria", "example.com", "4111", "23456789"]) expect(all).not.toContain(secret);
  expect(all).toContain("[email]");
  expect(rows[0].session_id).toBe("AJ_491512345678");
  expect(all).toContain("ValueError");
});
