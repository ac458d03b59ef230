import { afterAll, beforeAll, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { loadCapture, send } from "../../harness/senders";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
  for (const request of loadCapture("opentelemetry-genai").requests) {
    const headers = { authorization: request.headers.authorization ?? "" };
    expect((await send(api.server.url, request, { headers })).status).toBe(200);
  }
});
afterAll(() => api?.close());

const load = (id: string) => api.getJson<Timeline>(`/api/v1/sessions/${id}/timeline`);
const FIND = { callId: "call_1", name: "find_order", isError: false };

// Words and figures: tests/fixtures/opentelemetry-genai/README.md, by whoever ran the program.
it.each(["genai-spans", "genai-details"])(
  "tells what was said in %s, each message once, and the tool's run",
  async (id) => {
    const { items, session, logs } = await load(id);
    expect(items.map(({ kind, role, text }) => [role ?? kind, text])).toEqual([
      ["user", "Where is order 4711?"],
      ["tool_call", ""],
      ["agent", "It left on Monday."],
      ["user", "Thank you."],
      ["agent", "You are welcome."],
    ]);
    const [, call] = items;
    expect(call?.tool).toMatchObject({ ...FIND, arguments: '{"order":4711}', output: "left on Monday" });
    expect(call?.tool?.durationMs).toBeGreaterThan(29);
    expect(call?.tool?.durationMs).toBeLessThan(40);
    expect(session).toMatchObject({ userTurnCount: 2, agentTurnCount: 2, toolCallCount: 1, toolErrorCount: 0 });
    expect(session.usage).toMatchObject([{ provider: "openai", model: "gpt-4.1", inputTokens: 360, outputTokens: 27 }]);
    // Events have no body: their name says what they are.
    const messages = id === "genai-details" ? Array(3).fill("gen_ai.client.inference.operation.details") : [];
    expect(logs.map(({ message }) => message)).toEqual(messages);
  },
);

it("shows tools, usage and the models' lane where no words are recorded", async () => {
  const { items, session, spans } = await load("genai-nocontent");
  expect(items).toMatchObject([{ kind: "tool_call", tool: { ...FIND, output: null } }]);
  expect(session.usage).toMatchObject([{ inputTokens: 360, outputTokens: 27 }]);
  expect(spans.filter(({ stage }) => stage === "llm")).toHaveLength(3);
});
