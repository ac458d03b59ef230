import { afterAll, beforeAll, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { patchProject } from "../privacy/settings";
import { makeLink, openWith } from "./doors";

let api: ReadApi;
let token: string;
const session = `/api/v1/sessions/${JOBS["python-clinic"]}`;
/** The caller's name, as said, as transcribed and as tools got it. */
const NAME = /maria|lindgren/i;

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-clinic");
  await api.digest([JOBS["python-clinic"]]);
  await api.readRecordings();
  // After the call: what is stored has the name, only the link must not show it.
  await patchProject(api, { redaction: { custom: [{ name: "caller", pattern: "(?i)maria|lindgren" }] } });
  token = (await makeLink(api, JOBS["python-clinic"], { redacted: true })).token;
});
afterAll(() => api?.close());

async function text(path: string): Promise<string> {
  const answer = await openWith(api, `${session}${path}`, token);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

it("the project itself still has the name", async () => {
  for (const path of ["/timeline", "/transcript?format=txt"]) {
    expect(await (await api.get(`${session}${path}`)).text()).toMatch(NAME);
  }
});

it.each(["", "/timeline", "/stream", "/transcript?format=txt", "/transcript?format=json", "/transcript?format=vtt"])(
  "GET …%s by the link does not hold it",
  async (path) => {
    expect(await text(path)).not.toMatch(NAME);
  },
);

it("no span, log or item holds it, whatever is asked for one by one", async () => {
  const timeline = JSON.parse(await text("/timeline")) as Timeline;
  const ids = [...timeline.spans, ...timeline.logs, ...timeline.items].map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(180);
  let namedInProject = 0;
  for (const id of ids) {
    const path = `/records/${encodeURIComponent(id)}`;
    const own = await (await api.get(`${session}${path}`)).text();
    if (!NAME.test(own)) continue;
    namedInProject += 1;
    expect(await text(path)).not.toMatch(NAME);
  }
  expect(namedInProject).toBeGreaterThan(10);
});

it("shows what was replaced and keeps the rest: the same records, at the same times", async () => {
  const own = await api.getJson<Timeline>(`${session}/timeline`);
  const shared = JSON.parse(await text("/timeline")) as Timeline;
  expect(shared.items.some((item) => item.text.includes("My name is [caller] [caller]"))).toBe(true);
  const places = ({ items, spans, logs, waits }: Timeline) => [
    ...[items.map(({ id, startMs, spanIds }) => [id, startMs, spanIds]), waits.map(({ itemId }) => itemId)],
    ...[spans.map(({ id, parentId, stage }) => [id, parentId, stage]), logs.map(({ id, level }) => [id, level])],
  ];
  expect(places(shared)).toEqual(places(own));
});

it("has no audio", async () => {
  expect(JSON.parse(await text("/timeline")).recording).toBeNull();
  for (const path of ["/audio", "/peaks"]) expect((await openWith(api, `${session}${path}`, token)).status).toBe(403);
});
