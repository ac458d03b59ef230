import { describe, expect, it } from "vitest";
import type { SessionRecords } from "@/lib/model/records";
import { toJobFacts } from "@/lib/normalise/job-facts";
import { toSession } from "@/lib/normalise/sessions";
import { toSpans } from "@/lib/normalise/spans";
import { toStalls } from "@/lib/normalise/stalls";
import { type StateStretch, toStates } from "@/lib/normalise/states";
import type { SentSpan } from "@/lib/wire/otlp/records";
import { captureEntries, entriesOf } from "../../../harness/capture-entries";
import { atNs, BASE_NS, sentSpan } from "./sent";

const JOBS = {
  "python-clinic": ["AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"],
  "node-clinic": ["AJ_NqRHtt5xdg4h", "RM_NRHSRGAEQ6bi"],
} as const;

async function recordsOf(capture: keyof typeof JOBS): Promise<SessionRecords> {
  const [id, roomId] = JOBS[capture];
  const records = toSession(id, entriesOf(await captureEntries(capture), id, roomId), { nowMs: Date.now() });
  if (!records) throw new Error("the capture makes no session");
  return records;
}

const spansOf = (...sent: ReturnType<typeof sentSpan>[]) => toSpans(sent).spans;
const below = (id: number): Partial<SentSpan> => ({ parentSpanId: id.toString(16).padStart(16, "0") });

/** `agent thinking 100-400`, in milliseconds since the base. */
function words({ kind, state, startNs, endNs }: StateStretch): string {
  const ms = (timeNs: bigint) => Number(timeNs - BASE_NS) / 1e6;
  return `${kind} ${state} ${ms(startNs)}-${endNs === null ? "" : ms(endNs)}`;
}

describe("states", () => {
  it("are those that the SDK says when it says them: initializing first, speech and silence in turns", async () => {
    const { spans, facts } = await recordsOf("python-clinic");
    const states = toStates(spans);
    const of = (kind: string) => states.filter((state) => state.kind === kind).map(({ state }) => state);
    // Counted in the decoded capture: 24 agent_state_changed and 14 user_state_changed, each one state more than changes.
    expect(of("agent")).toHaveLength(25);
    expect(of("agent").slice(0, 5)).toEqual(["initializing", "listening", "speaking", "listening", "thinking"]);
    expect(of("user")).toHaveLength(15);
    expect(of("user").slice(0, 3)).toEqual(["listening", "speaking", "listening"]);
    // The greeting, by the times of the capture's events: 428.507573 ms to 5230.47128 ms after the session began.
    const greeting = states.find(({ state }) => state === "speaking");
    expect(Number((greeting?.startNs ?? 0n) - facts.startNs) / 1e6).toBeCloseTo(428.507573, 3);
    expect(Number((greeting?.endNs ?? 0n) - facts.startNs) / 1e6).toBeCloseTo(5230.47128, 3);
  });

  it("come from what spans show where the SDK says none (Node)", async () => {
    const { spans, facts } = await recordsOf("node-clinic");
    const agent = toStates(spans).filter(({ kind }) => kind === "agent");
    expect(agent.slice(0, 4).map(({ state }) => state)).toEqual(["speaking", "listening", "thinking", "speaking"]);
    for (const [index, { startNs, endNs }] of agent.entries()) {
      expect(endNs === null || endNs > startNs).toBe(true);
      const next = agent[index + 1];
      if (next) expect(endNs !== null && next.startNs >= endNs).toBe(true);
    }
    expect(agent.every(({ startNs }) => startNs >= facts.startNs)).toBe(true);
  });

  it("last while a session goes on", () => {
    const spans = spansOf(
      sentSpan("agent_turn", 1, [1000, null]),
      sentSpan("agent_speaking", 2, [1400, 3000], below(1)),
      sentSpan("user_speaking", 3, [4000, null]),
      sentSpan("agent_turn", 4, [5000, null]),
    );
    expect(toStates(spans).map(words)).toEqual([
      "agent thinking 1000-1400",
      "agent speaking 1400-3000",
      "agent listening 3000-5000",
      "user speaking 4000-",
      "agent thinking 5000-",
    ]);
  });

  it("join the steps of one answer", () => {
    const spans = spansOf(
      sentSpan("agent_turn", 1, [1000, 1600]),
      sentSpan("agent_turn", 2, [1601, 4000]),
      sentSpan("agent_speaking", 3, [2500, 4000], below(2)),
    );
    expect(toStates(spans).map(words)).toEqual(["agent thinking 1000-2500", "agent speaking 2500-4000"]);
  });
});

describe("stalls", () => {
  it("are told once, by their own span or by the session's event", async () => {
    const { spans } = await recordsOf("python-clinic");
    // Seven spans event_loop_blocked; six of them also as events of the session, whose longest is 0.210464 s.
    const stalls = toStalls(spans);
    expect(stalls).toHaveLength(7);
    expect(Math.max(...stalls.map(({ durationMs }) => durationMs))).toBeCloseTo(210.464, 2);
    const session = spans.find(({ name }) => name === "agent_session");
    const events = session ? [session] : [];
    expect(toStalls(events)).toHaveLength(6);
    expect(toStalls(events).every(({ spanId }) => spanId === session?.spanId)).toBe(true);
  });
});

describe("facts of the job", () => {
  it("name deployment, worker and agents, from wherever they stand", async () => {
    const { spans, logs, items } = await recordsOf("python-clinic");
    expect(toJobFacts(spans, logs, items)).toEqual({
      deployment: null,
      workerId: "AW_MauoX6hKkj57",
      cloudAgentId: null,
      isSimulated: false,
      agentLabels: ["receptionist", "booking_agent"],
    });
    const attributes = { "lk.deployment_id": "v42", "lk.simulation.enabled": true };
    const resource = { attributes: { "lk.cloud_agent_id": "CA_1" } };
    const told = spansOf(
      sentSpan("agent_turn", 1, [0, 1], { attributes, resource }),
      sentSpan("start_agent_activity", 2, [0, 1], { attributes: { "lk.agent_label": "nora" } }),
    );
    expect(toJobFacts(told, [], [])).toEqual({
      deployment: "v42",
      workerId: null,
      cloudAgentId: "CA_1",
      isSimulated: true,
      agentLabels: ["nora"],
    });
    expect(atNs(0)).toBe(BASE_NS);
  });
});
