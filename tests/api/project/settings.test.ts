import { afterAll, beforeAll, expect, it } from "vitest";
import type { Project } from "@/lib/model/projects";
import { DEV_PAIR } from "../../harness/database";
import { fromOurPage, makePerson } from "../../harness/people";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { patchProject, patchProjectAs } from "../privacy/settings";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

it("takes any part of the settings and leaves the others as they were", async () => {
  const before = await api.getJson<Project>("/api/v1/project");
  const after = await patchProject(api, {
    recording: { logs: false },
    retention: { sessionDays: 7 },
    redaction: { builtIn: { email: true } },
    improvementProgramme: { enabled: true },
  });
  expect(after).toEqual({
    ...before,
    recording: { ...before.recording, logs: false },
    recordingChangedAt: after.recordingChangedAt,
    recordingChangedBy: DEV_PAIR.apiKey,
    recordingChanges: { ...before.recordingChanges, logs: { at: after.recordingChangedAt, by: DEV_PAIR.apiKey } },
    retention: { sessionDays: 7, lineDays: 90 },
    redaction: { ...before.redaction, builtIn: { ...before.redaction.builtIn, email: true } },
    improvementProgramme: { enabled: true },
  });
  expect(await api.getJson("/api/v1/project")).toEqual(after);
});

it.each([
  [{ retention: { sessionDays: 0 } }, "retention.sessionDays"],
  [{ retention: { sessionDays: 3651 } }, "retention.sessionDays"],
  [{ retention: { lineDays: 1.5 } }, "retention.lineDays"],
  [{ recording: { audio: "yes" } }, "recording.audio"],
  [{ recording: { sound: true } }, "recording"],
  [{ retentoin: {} }, "retentoin"],
  [{ redaction: { custom: [{ name: "a", pattern: "(?=b)" }] } }, "redaction.custom.0.pattern"],
  [{ redaction: { custom: [{ name: "A b!", pattern: "b" }] } }, "redaction.custom.0.name"],
  [{ name: "" }, "name"],
])("refuses %j with 400 and names the field", async (patch, field) => {
  const answer = await patchProjectAs(api, patch);
  expect(answer.status).toBe(400);
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  expect(error.code).toBe("invalid");
  expect(error.message).toContain(field);
});

it("takes both of two changes that come at the same moment", async () => {
  await Promise.all([
    patchProject(api, { retention: { sessionDays: 11 } }),
    patchProject(api, { retention: { lineDays: 12 } }),
    patchProject(api, { recording: { traces: false } }),
  ]);
  const project = await api.getJson<Project>("/api/v1/project");
  expect(project.retention).toEqual({ sessionDays: 11, lineDays: 12 });
  expect(project.recording.traces).toBe(false);
});

it("refuses whoever proves nothing: 401", async () => {
  const answer = await fetch(`${api.server.url}/api/v1/project`, {
    method: "PATCH",
    body: "{}",
    headers: { authorization: "Bearer devkey:wrong", "content-type": "application/json" },
  });
  expect(answer.status).toBe(401);
});

it.each(["viewer", "member"] as const)("refuses a %s: 403, and changes nothing", async (role) => {
  const { cookie } = await makePerson({ scope: api.database.scope, role });
  const before = await api.getJson("/api/v1/project");
  for (const [method, path, body] of [
    ["PATCH", "/api/v1/project", { recording: { enabled: false } }],
    ["POST", "/api/v1/project/redaction/preview", { text: "a@b.example" }],
  ] as const) {
    const headers = fromOurPage(api.server.url, cookie);
    const answer = await fetch(`${api.server.url}${path}`, { method, headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(403);
  }
  expect(await api.getJson("/api/v1/project")).toEqual(before);
});

it("lets an admin turn a switch, under his own name", async () => {
  const { cookie } = await makePerson({ scope: api.database.scope, role: "admin" });
  const headers = fromOurPage(api.server.url, cookie);
  const body = JSON.stringify({ recording: { transcript: false } });
  const answer = await fetch(`${api.server.url}/api/v1/project`, { method: "PATCH", headers, body });
  expect(await answer.json()).toMatchObject({
    recordingChanges: { transcript: { by: expect.stringMatching(/^Person/) } },
  });
});

it("shows what rules make of a sample, those being tried too, and keeps nothing of it", async () => {
  const headers = {
    authorization: `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`,
    "content-type": "application/json",
  };
  const body = JSON.stringify({
    text: "P-1 wrote a@b.example",
    redaction: { custom: [{ name: "patient", pattern: "P-[0-9]+" }] },
  });
  const answer = await fetch(`${api.server.url}/api/v1/project/redaction/preview`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    text: "[patient] wrote [email]",
    parts: [
      { text: "P-1", label: "patient" },
      { text: " wrote ", label: null },
      { text: "a@b.example", label: "email" },
    ],
    counts: { patient: 1, email: 1 },
  });
});
