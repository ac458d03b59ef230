import { afterAll, beforeAll, expect, it } from "vitest";
import { type Timeline, TimelineRecord } from "@/lib/model/timeline";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
let timeline: Timeline;
const path = `/api/v1/sessions/${JOBS["python-clinic"]}`;

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-clinic");
  timeline = await api.getJson(`${path}/timeline`);
});
afterAll(() => api?.close());

const load = async (id: string) => TimelineRecord.parse(await api.getJson(`${path}/records/${encodeURIComponent(id)}`));

it("gives a span with all its attributes, under our names and as sent", async () => {
  const span = timeline.spans.find((one) => one.name === "llm_node");
  const record = await load(span?.id ?? "");
  expect(record).toMatchObject({ kind: "span", span, log: null, item: null });
  expect(Object.keys(record.attributes)).toHaveLength(span?.attributesCount ?? -1);
  expect(record.attributes["lk.chat_ctx"]).toBeTypeOf("string");
  expect(record.sent).toMatchObject({ attributes: { "lk.pii.chat_ctx": record.attributes["lk.chat_ctx"] } });
  expect(record.resource["service.name"]).toBe("livekit-agents");
  expect(Date.parse(record.receivedAt ?? "")).toBeGreaterThan(0);
});

it("gives the events of a span with their positions", async () => {
  const session = timeline.spans.find((one) => one.name === "agent_session");
  const { events } = await load(session?.id ?? "");
  expect(events.map((event) => event.name)).toContain("agent_state_changed");
  expect(events.every((event) => Number.isFinite(event.atMs))).toBe(true);
});

it("gives a log line with its traceback, and a tool call as the SDK sent it", async () => {
  const error = timeline.logs.find((one) => one.level === "error");
  const log = await load(error?.id ?? "");
  expect(log).toMatchObject({ kind: "log", log: error });
  expect(JSON.stringify(log.attributes)).toContain("Traceback");
  const call = timeline.items.find((one) => one.kind === "tool_call");
  const item = await load(call?.id ?? "");
  expect(item).toMatchObject({ kind: "item", item: call });
  expect(JSON.stringify(item.sent)).toContain(call?.tool?.callId);
});
