import { afterAll, beforeAll, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
let timeline: Timeline;
const path = `/api/v1/sessions/${JOBS["python-clinic"]}`;

beforeAll(async () => {
  // Timelines cut texts after so many characters; a transcript must not.
  api = await openReadApi({ ATTRIBUTE_CHARS_MAX: "100" });
  await api.replay("python-clinic");
  timeline = await api.getJson<Timeline>(`${path}/timeline`);
});
afterAll(() => api?.close());

async function transcript(format: string): Promise<{ text: string; headers: Headers }> {
  const answer = await api.get(`${path}/transcript?format=${format}`);
  expect(answer.status).toBe(200);
  return { text: await answer.text(), headers: answer.headers };
}

const said = () => timeline.items.filter((item) => item.kind === "message" && item.role !== "system");

it.each([
  ["txt", "text/plain; charset=utf-8"],
  ["json", "application/json"],
  ["vtt", "text/vtt; charset=utf-8"],
])("%s is a file to save", async (format, type) => {
  const { headers } = await transcript(format);
  expect(headers.get("content-type")).toBe(type);
  expect(headers.get("content-disposition")).toMatch(
    new RegExp(`^attachment; filename="[A-Za-z0-9._-]+-transcript\\.${format}"$`),
  );
});

it("the text says who said what", async () => {
  const lines = (await transcript("txt")).text.split("\n");
  const beginnings = said().map(({ text }) => text.slice(0, 60));
  for (const beginning of beginnings) expect(lines.some((line) => line.includes(beginning))).toBe(true);
});

it("the JSON holds the items of the timeline, and every text whole", async () => {
  const items = JSON.parse((await transcript("json")).text).items as Timeline["items"];
  expect(items.map(({ id }) => id)).toEqual(timeline.items.map(({ id }) => id));
  const at = timeline.items.findIndex(({ text }) => / … \(\d+ characters in all/.test(text));
  expect(at).toBeGreaterThan(-1);
  const { text = "" } = items[at] ?? {};
  expect(timeline.items[at]?.text).toContain(`${text.slice(0, 100)} … (${text.length} characters in all`);
});

it("WebVTT has one cue an utterance, in order, each ending after it begins", async () => {
  const { text } = await transcript("vtt");
  expect(text.startsWith("WEBVTT\n\n")).toBe(true);
  const cues = [...text.matchAll(/^(\S+) --> (\S+)\n<v (\w+)>(.*)<\/v>$/gm)];
  expect(cues).toHaveLength(said().length);
  const starts = cues.map(([, start]) => start ?? "");
  expect(starts).toEqual([...starts].sort());
  for (const [, start = "", end = ""] of cues) expect(end > start).toBe(true);
  expect(new Set(cues.map(([, , , speaker]) => speaker))).toEqual(new Set(["Caller", "Agent"]));
});

it("who took it stands in the audit log", async () => {
  const { entries } = await api.getJson<{ entries: { target: string; details: { part?: string; format?: string } }[] }>(
    "/api/v1/audit?action=session.download",
  );
  expect(entries.map(({ details }) => details)).toContainEqual({ part: "transcript", format: "vtt" });
});

it("refuses another format, naming the field, and an unknown session", async () => {
  const wrong = await api.get(`${path}/transcript?format=srt`);
  expect(wrong.status).toBe(400);
  expect((await wrong.json()).error.message).toContain("format");
  expect((await api.get("/api/v1/sessions/AJ_unknown/transcript")).status).toBe(404);
});
