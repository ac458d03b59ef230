import { afterAll, beforeAll, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { loadCapture, send } from "../../harness/senders";

let api: ReadApi;
let timeline: Timeline;

beforeAll(async () => {
  api = await openReadApi();
  for (const request of loadCapture("pipecat").requests) {
    const headers = { authorization: request.headers.authorization ?? "" };
    expect((await send(api.server.url, request, { headers })).status).toBe(200);
  }
  timeline = await api.getJson<Timeline>("/api/v1/sessions/6a7ae0fae7a277019a4c1e35f317363c/timeline");
});
afterAll(() => api?.close());

// Figures: tests/fixtures/pipecat/README.md, by whoever ran the bot.
it("makes one session of what Pipecat sent, by the names that its user gave", () => {
  expect(timeline.session).toMatchObject({ agentName: "order-line", roomName: "call-pipecat-1", status: "ended" });
  expect(timeline.spans.map((span) => span.name).sort()).toEqual(
    ["conversation", "turn", "stt", "stt", "llm", "llm", "llm", "tts", "tts"].sort(),
  );
});

it("tells what was heard, said and used", () => {
  expect(timeline.items.map(({ role, text }) => [role, text])).toEqual([
    ["user", "Hello. Where is order 4711?"],
    ["agent", "Good morning, which order is it about? Your order 4711 is on its way."],
  ]);
  expect(timeline.session.usage).toMatchObject([
    {
      kind: "llm",
      provider: "openai",
      model: "gpt-4.1-mini",
      inputTokens: 360,
      inputCachedTokens: 192,
      outputTokens: 27,
    },
    { kind: "tts", charactersCount: 68 },
  ]);
});
