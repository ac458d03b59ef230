import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "@/app/api/v1/openapi.json/operations";
import { pool } from "@/lib/db";
import { isRecordingAwaited } from "@/lib/view/awaited";
import { makePerson, type TestPerson } from "../../harness/people";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { makeLink, openWith, postShare, revoke } from "./doors";

let api: ReadApi;
let member: TestPerson;
let viewer: TestPerson;
let deaf: TestPerson;
let plain: string;
let loud: string;
const job = JOBS["python-clinic"];
const other = JOBS["python-realtime"];
const session = `/api/v1/sessions/${job}`;

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-clinic");
  await api.replay("python-realtime");
  await api.digest([job, other]);
  await api.readRecordings();
  const { scope } = api.database;
  member = await makePerson({ scope, role: "member" });
  viewer = await makePerson({ scope, role: "viewer" });
  deaf = await makePerson({ scope, role: "owner", mayHear: false });
  plain = (await makeLink(api, job)).token;
  loud = (await makeLink(api, job, { withAudio: true })).token;
});
afterAll(() => api?.close());

interface Entry {
  action: string;
  actor: { kind: string; name: string };
  target: string;
  details: { share?: string };
}

async function audit(action: string): Promise<Entry[]> {
  return (await api.getJson<{ entries: Entry[] }>(`/api/v1/audit?limit=500&action=${action}`)).entries;
}

describe("making one", () => {
  it("is for members and above; a viewer gets 403, also for the lists and for taking one back", async () => {
    expect((await postShare(api, job, {}, member)).status).toBe(201);
    expect((await postShare(api, job, {}, viewer)).status).toBe(403);
    for (const path of [`${session}/shares`, "/api/v1/shares"]) {
      const get = (person: TestPerson) =>
        fetch(`${api.server.url}${path}`, { headers: { cookie: person.cookie } }).then(({ status }) => status);
      expect([await get(member), await get(viewer)]).toEqual([200, 403]);
    }
  });

  it("with audio is only for those who may hear", async () => {
    const refused = await postShare(api, job, { withAudio: true }, deaf);
    expect(refused.status).toBe(403);
    expect((await refused.json()).error.message).toContain("may not hear");
    expect((await postShare(api, job, {}, deaf)).status).toBe(201);
    expect((await postShare(api, job, { withAudio: true }, member)).status).toBe(201);
  });

  it.each([
    [{ days: 0 }, "days"],
    [{ days: 366 }, "days"],
    [{ withAudio: true, redacted: true }, "redacted link has no audio"],
    [{ forever: true }, "forever"],
  ])("refuses %j in words", async (body, words) => {
    const refused = await postShare(api, job, body);
    expect(refused.status).toBe(400);
    expect((await refused.json()).error.message).toContain(words);
  });

  it("is 404 for a session that is not there", async () => {
    expect((await postShare(api, "AJ_unknown", {})).status).toBe(404);
  });

  it("answers a link of 256 random bits for 7 days, and keeps its secret nowhere", async () => {
    const { token, expiresAt, id } = await makeLink(api, job);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const days = (Date.parse(expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.99);
    expect(days).toBeLessThanOrEqual(7);
    const { rows } = await pool().query("select row_to_json(s)::text as text from share_link s");
    expect(rows.some(({ text }) => text.includes(id))).toBe(true);
    expect(rows.filter(({ text }) => text.includes(token))).toEqual([]);
    const list = await (await api.get("/api/v1/shares")).text();
    expect(list).toContain(id);
    expect(list).not.toContain(token);
    expect(JSON.stringify(await audit("share"))).not.toContain(token);
  });
});

describe("opening one", () => {
  /** What a link opens; a recording only if it was made with it. */
  const opened = [`${session}`, `${session}/timeline`, `${session}/transcript?format=vtt`, `${session}/stream`];
  const heard = [`${session}/audio`, `${session}/audio?format=wav`, `${session}/audio?side=user`, `${session}/peaks`];

  it.each(opened)("%s needs no account", async (path) => {
    const answer = await openWith(api, path, plain);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain("/audio");
  });

  it.each(heard)("%s is 403 without audio, in words, and 200 with it", async (path) => {
    const refused = await openWith(api, path, plain);
    expect(refused.status).toBe(403);
    expect((await refused.json()).error.message).toContain("without the recording");
    const given = await openWith(api, path, loud);
    expect(given.status).toBe(200);
    await given.arrayBuffer();
  });

  it("works by a header, too, and shows the same records as the project", async () => {
    const [item] = (await api.getJson<{ items: { id: string }[] }>(`${session}/timeline`)).items;
    const path = `${session}/records/${item?.id}`;
    const byHeader = await fetch(`${api.server.url}${path}`, { headers: { authorization: `Share ${plain}` } });
    expect(byHeader.status).toBe(200);
    expect(await byHeader.json()).toEqual(await api.getJson(path));
  });

  it("says why there is no sound, and nothing waits for it", async () => {
    const timeline = await (await openWith(api, `${session}/timeline`, plain)).json();
    expect(timeline.recording).toBeNull();
    expect(timeline.missing[0]).toBe("No audio: this link was made without the recording.");
    expect(isRecordingAwaited(timeline, Date.parse(timeline.session.endedAt))).toBe(false);
  });

  it("counts an address once an hour, in the list and in the audit log", async () => {
    const { id, token } = await makeLink(api, job);
    for (const path of opened) await (await openWith(api, path, token)).text();
    const { shares } = await api.getJson<{ shares: { id: string; openedCount: number; lastOpenedAt: string }[] }>(
      `${session}/shares`,
    );
    const share = shares.find((one) => one.id === id);
    expect(share?.openedCount).toBe(1);
    expect(Date.now() - Date.parse(share?.lastOpenedAt ?? "")).toBeLessThan(60_000);
    const entries = (await audit("share.open")).filter(({ details }) => details.share === id);
    expect(entries.map(({ actor, target }) => [actor.kind, actor.name, target])).toEqual([
      ["share", `link ${id}`, job],
    ]);
  });

  it("plays by a link stand in the audit log as the link's", async () => {
    await (await openWith(api, `${session}/audio`, loud)).arrayBuffer();
    expect((await audit("recording.play")).map(({ actor }) => actor.kind)).toContain("share");
  });
});

/** The routes of one session that a link is for. */
const FOR_LINKS = ["", "/timeline", "/records/{recordId}", "/stream", "/audio", "/peaks", "/transcript"].map(
  (path) => `get /api/v1/sessions/{id}${path}`,
);
const closed = OPERATIONS.filter(({ path, isOpen }) => path.startsWith("/api/") && !isOpen);
const refused = closed.filter(({ method, path }) => !FOR_LINKS.includes(`${method} ${path}`));

it("knows every route that is for links", () => {
  expect(closed.length - refused.length).toBe(FOR_LINKS.length);
  expect(refused.length).toBeGreaterThan(40);
});

describe.each(refused)("$method $path", ({ method, path }) => {
  it("is not opened by a link", async () => {
    const where = `${api.server.url}${path.replaceAll(/\{(\w+)\}/g, () => job)}`;
    const init = (headers: Record<string, string>) => ({
      method: method.toUpperCase(),
      headers: {
        "content-type": "application/json",
        origin: api.server.url,
        "sec-fetch-site": "same-origin",
        ...headers,
      },
      body: method === "get" ? null : "{}",
    });
    expect((await fetch(`${where}?share=${loud}`, init({}))).status).toBe(401);
    expect((await fetch(where, init({ authorization: `Share ${loud}` }))).status).toBe(401);
  });
});

describe.each(FOR_LINKS)("%s", (operation) => {
  it("of another session is 404 by a link", async () => {
    const path = operation.slice(4).replace("{id}", other).replace("{recordId}", "any");
    const answer = await openWith(api, path, loud);
    expect(answer.status).toBe(404);
    expect((await answer.json()).error.message).toBe("This link opens another session.");
  });
});

describe("ending one", () => {
  it("taken back, it opens nothing from that moment on, and says so", async () => {
    const { id, token } = await makeLink(api, job);
    expect((await openWith(api, session, token)).status).toBe(200);
    expect((await revoke(api, other, id)).status).toBe(404);
    expect((await revoke(api, job, id)).status).toBe(204);
    const answer = await openWith(api, session, token);
    expect(answer.status).toBe(404);
    expect((await answer.json()).error.message).toContain("taken back");
    expect((await revoke(api, job, id)).status).toBe(404);
    expect((await audit("share.revoke")).map(({ details }) => details.share)).toEqual([id]);
    const { shares } = await api.getJson<{ shares: { id: string; revokedAt: string | null }[] }>("/api/v1/shares");
    expect(shares.find((one) => one.id === id)?.revokedAt).not.toBeNull();
  });

  it("expired, it opens nothing, and says so", async () => {
    const { id, token } = await makeLink(api, job, { days: 1 });
    await pool().query("update share_link set expires_at = now() - interval '1 second' where id = $1", [id]);
    const answer = await openWith(api, session, token);
    expect(answer.status).toBe(404);
    expect((await answer.json()).error.message).toContain("expired");
  });

  it("goes with its session", async () => {
    const { id, token } = await makeLink(api, other);
    expect((await openWith(api, `/api/v1/sessions/${other}`, token)).status).toBe(200);
    const { headers } = { headers: { authorization: "Bearer devkey:secret" } };
    const gone = await fetch(`${api.server.url}/api/v1/sessions/${other}`, { method: "DELETE", headers });
    expect(gone.status).toBe(202);
    expect((await openWith(api, `/api/v1/sessions/${other}`, token)).status).toBe(404);
    expect((await pool().query("select from share_link where id = $1", [id])).rowCount).toBe(0);
  });

  it("guessing is stopped after a while, and links that exist go on", async () => {
    const statuses = new Set<number>();
    for (let guess = 0; guess < 35; guess += 1) {
      statuses.add((await openWith(api, session, String(guess).padStart(43, "x"))).status);
    }
    expect([...statuses]).toEqual([404, 429]);
    expect((await openWith(api, session, plain)).status).toBe(200);
  });
});
