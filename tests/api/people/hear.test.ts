import { afterAll, beforeAll, expect, it } from "vitest";
import { makePerson, type TestPerson } from "../../harness/people";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { filesOfZip } from "../../harness/zips";

let api: ReadApi;
let deaf: TestPerson;
let hearing: TestPerson;
const job = JOBS["python-clinic"];

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-clinic");
  await api.digest([job]);
  await api.readRecordings();
  deaf = await makePerson({ scope: api.database.scope, role: "owner", mayHear: false });
  hearing = await makePerson({ scope: api.database.scope, role: "viewer", mayHear: true });
});
afterAll(() => api?.close());

function get({ cookie }: TestPerson, path: string): Promise<Response> {
  return fetch(`${api.server.url}/api/v1/sessions/${job}${path}`, { headers: { cookie } });
}

it.each(["/audio", "/audio?side=user", "/audio?format=wav", "/peaks"])(
  "%s is 403 without the right to hear, even for an owner",
  async (path) => {
    const refused = await get(deaf, path);
    expect(refused.status).toBe(403);
    expect((await refused.json()).error.message).toContain("right to hear recordings");
    const given = await get(hearing, path);
    expect(given.status).toBe(200);
    await given.arrayBuffer();
  },
);

it("the timeline has everything but the recording, and says why", async () => {
  const [with_, without] = [
    await (await get(hearing, "/timeline")).json(),
    await (await get(deaf, "/timeline")).json(),
  ];
  expect(with_.recording.audioUrl).toContain("/audio");
  expect(without.recording).toBeNull();
  expect(without.missing[0]).toContain("You may not hear recordings of this project");
  expect(without.items).toEqual(with_.items);
  expect(JSON.stringify(without)).not.toContain("/audio");
});

it("the zip holds the sound only for who may hear it", async () => {
  // Names stand uncompressed in a zip's directory.
  const namesIn = async (person: TestPerson) => Buffer.from(await (await get(person, "/download")).arrayBuffer());
  expect((await namesIn(hearing)).includes("audio/recording.ogg")).toBe(true);
  const zip = await namesIn(deaf);
  expect(zip.includes("transcript.json")).toBe(true);
  expect(zip.includes("audio/recording.ogg")).toBe(false);
  expect(zip.includes("OggS")).toBe(false);
  const readme = filesOfZip(zip).get("README.txt")?.toString("utf8");
  expect(readme).toContain("the recording is not in this zip: who downloaded it may not hear recordings");
});

it("plays and downloads stand in the audit log: all ranges of one play once", async () => {
  for (const range of ["bytes=0-99", "bytes=100-199", "bytes=200-"]) {
    const answer = await fetch(`${api.server.url}/api/v1/sessions/${job}/audio`, {
      headers: { cookie: hearing.cookie, range },
    });
    await answer.arrayBuffer();
  }
  const { entries } = await api.getJson<{ entries: { action: string; actor: { id: string }; details: object }[] }>(
    `/api/v1/audit?actor=${hearing.id}`,
  );
  const plays = entries.filter(({ action }) => action === "recording.play").map(({ details }) => details);
  expect(plays).toEqual(expect.arrayContaining([{ side: "user" }, { side: "both" }]));
  expect(plays).toHaveLength(2);
  expect(entries.filter(({ action }) => action === "session.download")).toHaveLength(1);
});
