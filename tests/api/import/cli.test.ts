import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exportSession } from "@/cli/export";
import { importFile } from "@/cli/import";
import { DEV_PAIR } from "../../harness/database";
import { makeProject } from "../../harness/imports";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

const job = JOBS["python-clinic"];
const folder = mkdtempSync(join(tmpdir(), "earshot-cli-"));
let api: ReadApi;
let there: string;

beforeAll(async () => {
  api = await openReadApi();
  there = (await makeProject("prj_there")).slice("Bearer ".length);
  await api.replay("python-clinic");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api?.close();
});

const here = () => ({ url: api.server.url, key: `${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}` });

it("takes a session from one project to another by its zip", async () => {
  const zip = join(folder, "session.zip");
  expect(await exportSession(here(), job, zip)).toBe(zip);
  expect(await importFile({ url: api.server.url, key: there }, zip)).toBe(`Imported as ${job}`);
  const shown = await api.get(`/api/v1/sessions/${job}/timeline`, { authorization: `Bearer ${there}` });
  expect((await shown.json()).session.importedAt).toEqual(expect.any(String));
});

it("says a refusal in the server's words, and leaves no half of a file", async () => {
  const none = join(folder, "none.zip");
  await expect(exportSession(here(), "AJ_nobody", none)).rejects.toThrow("This project has no session AJ_nobody");
  expect(existsSync(none)).toBe(false);
  writeFileSync(none, "no zip at all, but long enough to be one");
  await expect(importFile(here(), none)).rejects.toThrow("This is no zip, or its end is missing.");
  await expect(importFile({ url: "http://127.0.0.1:1", key: there }, none)).rejects.toThrow("does not answer");
});
