import { afterAll, beforeAll, expect, it } from "vitest";
import { NO_REDACTION } from "@/lib/model/privacy";
import { DEV_PAIR } from "../../harness/database";
import { makePerson } from "../../harness/people";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi({ EARSHOT_PUBLIC_URL: "https://earshot.example.com/" });
});
afterAll(() => api?.close());

it("tells the project, what it records and how long it keeps", async () => {
  expect(await api.getJson("/api/v1/project")).toEqual({
    id: api.database.project.projectId,
    slug: "default",
    name: "Default",
    recording: { enabled: true, audio: true, transcript: true, traces: true, logs: true },
    recordingChangedAt: null,
    recordingChangedBy: null,
    recordingChanges: { enabled: null, audio: null, transcript: null, traces: null, logs: null },
    retention: { sessionDays: 30, lineDays: 90 },
    redaction: NO_REDACTION,
    improvementProgramme: { enabled: false },
  });
});

it("gives the lines that connect an agent, and never the secret", async () => {
  const answer = await api.get("/api/v1/project/connect");
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    url: "https://earshot.example.com",
    apiKey: DEV_PAIR.apiKey,
    agentEnv: [
      "LIVEKIT_OBSERVABILITY_URL=https://earshot.example.com",
      `LIVEKIT_API_KEY=${DEV_PAIR.apiKey}`,
      expect.stringMatching(/^LIVEKIT_API_SECRET=<printed by npm start/),
    ],
    serverYaml: "agents:\n  enable_user_data_recording: true\n",
  });
  expect(text).not.toContain(`=${DEV_PAIR.apiSecret}`);
});

it("lists projects: a key's own, and those that a person belongs to", async () => {
  const expected = { projects: [{ id: api.database.project.projectId, slug: "default", name: "Default" }] };
  expect(await api.getJson("/api/v1/projects")).toEqual(expected);
  const { cookie } = await makePerson({ scope: api.database.scope, role: "viewer" });
  const answer = await fetch(`${api.server.url}/api/v1/projects`, { headers: { cookie } });
  expect(await answer.json()).toEqual(expected);
});

it("shows a browser the project that it names, and no other", async () => {
  const { cookie } = await makePerson({ scope: api.database.scope, role: "viewer" });
  const load = (slug: string) => fetch(`${api.server.url}/api/v1/project?project=${slug}`, { headers: { cookie } });
  expect((await load("default")).status).toBe(200);
  expect((await load("other")).status).toBe(404);
});
