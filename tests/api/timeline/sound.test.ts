import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Timeline } from "@/lib/model/timeline";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
  for (const capture of Object.keys(JOBS)) await api.replay(capture);
  await api.digest(Object.values(JOBS));
});
afterAll(() => api?.close());

const load = async (capture: keyof typeof JOBS) =>
  Timeline.parse(await api.getJson(`/api/v1/sessions/${JOBS[capture]}/timeline`));

it("says nothing of a recording that nobody has read yet", async () => {
  const { activity, health, waits } = await load("python-clinic");
  expect([activity, health]).toEqual([null, null]);
  expect(waits.length).toBeGreaterThan(0);
  expect(waits.every(({ heardMs }) => heardMs === null)).toBe(true);
});

describe("a recording that was read", () => {
  beforeAll(() => api.readRecordings());

  it.each(Object.keys(JOBS) as (keyof typeof JOBS)[])(
    "holds the call and fits its transcript (%s)",
    async (capture) => {
      const { activity, health, recording, items } = await load(capture);
      expect(health).toEqual({ verdict: "ok", reasons: [] });
      const heard = activity?.agent ?? [];
      const spoken = items.filter((item) => item.kind === "message" && item.role === "agent" && item.endMs !== null);
      expect(spoken.length).toBeGreaterThan(4);
      for (const { startMs } of spoken) {
        // Within 0.1 s of where the transcript has it (PROTOCOL §4.2).
        expect(Math.min(...heard.map(([from]) => Math.abs(from - startMs)))).toBeLessThanOrEqual(100);
      }
      expect(Math.max(...heard.map(([, to]) => to))).toBeLessThan((recording?.durationMs ?? 0) + 300);
    },
  );

  it("shows who was heard when in python-clinic", async () => {
    const { activity, session, recording } = await load("python-clinic");
    const beginMs = Date.parse(recording?.startedAt ?? "") - Date.parse(session.startedAt);
    const inSeconds = (list: [number, number][] = []) =>
      list.map(([from, to]) => [(from - beginMs) / 1000, (to - beginMs) / 1000]);
    // Found by opusdec and a level of -55 dBFS in frames of 10 ms (Python's audioop), pauses below 0.3 s bridged.
    const user = [
      [7.5, 11.48],
      [22.3, 24.33],
      [29.85, 32.42],
      [40.89, 42.37],
      [42.71, 44.15],
    ];
    const agent = [
      [0.42, 4.98],
      [13.63, 19.73],
      [26.41, 30.8],
      [33.88, 38.36],
      [45.95, 49.86],
    ];
    for (const [found, expected] of [
      [inSeconds(activity?.user), user],
      [inSeconds(activity?.agent), agent],
    ] as const) {
      for (const [index, [from = 0, to = 0]] of expected.entries()) {
        expect(Math.abs((found[index]?.[0] ?? 0) - from)).toBeLessThanOrEqual(0.05);
        expect(Math.abs((found[index]?.[1] ?? 0) - to)).toBeLessThanOrEqual(0.05);
      }
    }
    // The caller breaks in at 29.85 s, and the agent is silent from 30.8 s on.
    expect(inSeconds(activity?.overlaps).map(([from]) => Math.round((from ?? 0) * 10) / 10)).toEqual([29.9]);
  });

  it("shows that callers waited longer than the SDK says: it hears them fall silent late", async () => {
    const { waits, items } = await load("python-clinic");
    expect(waits).toHaveLength(7);
    for (const { totalMs, heardMs, itemId } of waits) {
      const wait = items.find(({ id }) => id === itemId)?.metrics.e2eLatencyMs;
      expect(totalMs).toBe(wait);
      // By the lists above, 13.63 − 11.48 = 2.15 s for the first, where the SDK reports 1.76 s.
      expect((heardMs ?? 0) - totalMs).toBeGreaterThan(300);
      expect((heardMs ?? 0) - totalMs).toBeLessThan(600);
    }
  });
});
