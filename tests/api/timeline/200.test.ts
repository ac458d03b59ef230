import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Session } from "@/lib/model/sessions";
import { Timeline } from "@/lib/model/timeline";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
  for (const capture of Object.keys(JOBS)) await api.replay(capture);
  await api.digest(Object.values(JOBS));
  await api.readRecordings();
});
afterAll(() => api?.close());

const load = async (capture: keyof typeof JOBS) =>
  Timeline.parse(await api.getJson(`/api/v1/sessions/${JOBS[capture]}/timeline`));

/** The figures of the table in API.md, worked out by hand from the captures. */
const EXPECTED = {
  "python-clinic": { spans: 174, logs: 13, user: 7, agent: 8, tools: 5, failed: 1, handoffs: 1, interrupted: 1 },
  "python-realtime": { spans: 43, logs: 5, user: 5, agent: 6, tools: 1, failed: 0, handoffs: 0, interrupted: 1 },
  "node-clinic": { spans: 139, logs: 38, user: 7, agent: 8, tools: 5, failed: 1, handoffs: 1, interrupted: 1 },
} as const;

describe.each(Object.entries(EXPECTED))("the timeline of %s", (name, expected) => {
  const capture = name as keyof typeof JOBS;

  it("shows what the capture holds", async () => {
    const { session, items, spans, logs } = await load(capture);
    const messages = items.filter((item) => item.kind === "message");
    const tools = items.filter((item) => item.kind === "tool_call");
    expect({
      spans: spans.length,
      logs: logs.length,
      user: messages.filter((item) => item.role === "user").length,
      agent: messages.filter((item) => item.role === "agent").length,
      tools: tools.length,
      failed: tools.filter((item) => item.tool?.isError).length,
      handoffs: items.filter((item) => item.kind === "handoff" && item.handoff?.from !== null).length,
      interrupted: messages.filter((item) => item.interrupted).length,
    }).toEqual(expected);
    expect(session).toMatchObject({
      id: JOBS[capture],
      userTurnCount: expected.user,
      agentTurnCount: expected.agent,
      toolCallCount: expected.tools,
      toolErrorCount: expected.failed,
      handoffCount: expected.handoffs,
      interruptionCount: expected.interrupted,
      status: "ended",
    });
  });

  it("orders every list by position and keeps heavy values out", async () => {
    const { items, spans, logs } = await load(capture);
    for (const positions of [items.map((i) => i.startMs), spans.map((s) => s.startMs), logs.map((l) => l.atMs)]) {
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
    }
    expect(Object.keys(spans[0] ?? {})).not.toContain("attributes");
    expect(spans.some((span) => span.attributesCount > 0)).toBe(true);
  });

  it("says the same in its header as the list's row", async () => {
    // What only the whole journal tells (deployment, worker …) stands in the timeline's header alone.
    const session = Session.parse((await load(capture)).session);
    const { sessions } = await api.getJson<{ sessions: { id: string }[] }>("/api/v1/sessions");
    expect(sessions.find((row) => row.id === session.id)).toEqual(session);
    expect(await api.getJson(`/api/v1/sessions/${session.id}`)).toEqual(session);
  });
});

it("tells usage once, from the best source", async () => {
  // API.md's table; milliseconds for seconds.
  const clinic = (await load("python-clinic")).session.usage;
  expect(clinic.find((one) => one.kind === "llm")).toMatchObject({
    inputTokens: 3070,
    inputCachedTokens: 928,
    outputTokens: 357,
  });
  expect(clinic.find((one) => one.kind === "tts")).toMatchObject({ charactersCount: 770 });
  expect(clinic.find((one) => one.kind === "stt")?.audioDurationMs).toBeCloseTo(84_280, -1);
  const realtime = (await load("python-realtime")).session.usage;
  expect(realtime.find((one) => one.kind === "llm")).toMatchObject({
    inputTokens: 4981,
    inputCachedTokens: 1965,
    inputAudioTokens: 2995,
    inputTextTokens: 1986,
    outputTokens: 717,
    outputAudioTokens: 579,
    outputTextTokens: 138,
  });
});

it("places the recording on the session's axis with its decoded length, and names waveform and sound", async () => {
  const { recording, session } = await load("python-clinic");
  // opusdec's 4,486,187 samples at 48 kHz.
  expect(recording?.durationMs).toBeCloseTo(93_462.229, 2);
  expect(session.recording?.durationMs).toBe(recording?.durationMs);
  expect(recording).toMatchObject({
    sizeBytes: 1_321_071,
    contentType: "audio/ogg",
    channels: ["user", "agent"],
    audioUrl: `/api/v1/sessions/${session.id}/audio`,
    peaksUrl: `/api/v1/sessions/${session.id}/peaks`,
  });
  const offsetMs = Date.parse(recording?.startedAt ?? "") - Date.parse(session.startedAt);
  expect(Math.abs(offsetMs)).toBeLessThan(10_000);
});

it("summarises spans by what tells them apart", async () => {
  const { spans } = await load("python-clinic");
  const words = (name: string) => spans.filter((span) => span.name === name).map((span) => span.summary);
  expect(words("function_tool")).toHaveLength(5);
  expect(words("function_tool").every((summary) => /^[a-z_]+$/.test(summary))).toBe(true);
  expect(words("update_agent")[0]).toMatch(/^.+ → .+$/);
});
