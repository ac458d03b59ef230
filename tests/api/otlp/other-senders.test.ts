import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Timeline, TimelineRecord } from "@/lib/model/timeline";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { type CapturedRequest, loadCapture } from "../../harness/senders";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

/** As it was sent, with the key pair that the SDK took from OTEL_EXPORTER_OTLP_HEADERS. */
async function resend({ path, headers, body }: CapturedRequest): Promise<{ path: string; answer: string }> {
  const names = ["authorization", "content-type", "content-encoding"];
  const kept = names.flatMap((name): [string, string][] => (headers[name] ? [[name, headers[name]]] : []));
  const answer = await fetch(`${api.server.url}${path}`, { method: "POST", headers: kept, body: new Uint8Array(body) });
  expect(answer.status).toBe(200);
  return { path, answer: Buffer.from(await answer.arrayBuffer()).toString("latin1") };
}

// Ids and numbers: tests/fixtures/opentelemetry-*/README.md, by whoever ran the SDKs.
describe.each([
  { sdk: "python", sessions: ["b9873b7faf020a13ebff95294c7c0858", "call-py-7"] },
  { sdk: "node", sessions: ["79149e0604368eb477919c15268ec8aa", "call-node-7", "chat-node-8"] },
])("OpenTelemetry's SDK for $sdk", ({ sdk, sessions }) => {
  it("is taken in each encoding, and told which metric names no session", async () => {
    const answers = [];
    for (const request of loadCapture(`opentelemetry-${sdk}`).requests) answers.push(await resend(request));
    const refused = answers.filter(({ answer }) => answer.includes("names no session"));
    expect(refused.map(({ path }) => path)).toEqual(["/v1/metrics"]);
    const others = answers.filter((one) => !refused.includes(one));
    expect(others.every(({ answer }) => answer === "" || answer === "{}")).toBe(true);
  });

  it.each(sessions)("shows the spans, logs and usage of %s", async (id) => {
    const timeline = await api.getJson<Timeline>(`/api/v1/sessions/${id}/timeline`);
    expect(timeline.session).toMatchObject({ agentName: "order-line", sdk: { language: sdk }, errorCount: 1 });
    expect(timeline.session.usage).toMatchObject([
      { kind: "llm", provider: "openai", model: "gpt-4.1-mini", inputTokens: 120, outputTokens: 17 },
    ]);
    const [call, chat, tool] = timeline.spans;
    expect(timeline.spans).toHaveLength(3);
    expect(call).toMatchObject({ name: "call", parentId: null, isError: false });
    expect(chat).toMatchObject({ name: "chat gpt-4.1-mini", parentId: call?.id, isError: false });
    // The program waits 50 ms in this span.
    expect(chat?.durationMs).toBeGreaterThan(49);
    expect(chat?.durationMs).toBeLessThan(70);
    expect(tool).toMatchObject({ name: "execute_tool find_order", parentId: call?.id, status: "error", isError: true });
    expect(timeline.logs.map(({ level, logger, message }) => [level, logger, message])).toEqual([
      ["info", "orders", sdk === "python" ? "caller +49 30 1234 joined" : "caller joined"],
      ["error", "orders", sdk === "python" ? "the tool failed" : '{"text":"the tool failed","order":4711}'],
    ]);
    expect(timeline.logs[0]?.spanId).toBe(call?.id);
  });

  it.each(sessions)("keeps the attributes and events of %s as sent", async (id) => {
    const path = `/api/v1/sessions/${id}`;
    const { spans, logs } = await api.getJson<Timeline>(`${path}/timeline`);
    const chat = await api.getJson<TimelineRecord>(`${path}/records/${spans[1]?.id}`);
    expect(chat.attributes).toMatchObject({ "gen_ai.provider.name": "openai", "gen_ai.usage.input_tokens": 120 });
    expect(chat.events).toMatchObject([{ name: "gen_ai.first_token", attributes: { after_ms: 212.5 } }]);
    const line = await api.getJson<TimelineRecord>(`${path}/records/${logs[0]?.id}`);
    expect(line.attributes).toMatchObject({ caller: { country: "DE", tries: [1, 2] } });
  });
});
