import type { Span } from "@/lib/model/spans";
import { textOf } from "./attributes";
import { compareNs } from "./instants";

/** What agent or user was at from … to; `endNs` is null while it lasts. Units: Unix nanoseconds. */
export interface StateStretch {
  kind: "agent" | "user";
  /** The SDK's word: `initializing`, `listening`, `thinking`, `speaking`, `away`, … */
  state: string;
  startNs: bigint;
  endNs: bigint | null;
}

/**
 * Names that this file understands. Events of the span `agent_session`, which comes when the session ends (never from Node, trap T1, nor
 * from Python before 1.8): `agent_state_changed`, `user_state_changed` with `lk.old_state`, `lk.new_state`.
 * Spans that tell the same less exactly: `agent_speaking`, `user_speaking`, and `agent_turn` up to its first sound.
 * Source: PROTOCOL §6; Python 1.8.9, voice/agent_session.py `_update_agent_state`.
 */
const SESSION = "agent_session";
const OLD_STATE = "lk.old_state";
const NEW_STATE = "lk.new_state";
const TURNS = new Set(["agent_turn", "realtime_assistant_turn"]);

/** Anything shorter is a step on the way, not a state. A greeting is "thought about" for less. Unit: nanoseconds. */
const STATE_NS_MIN = 50_000_000n;

type Bounds = Pick<StateStretch, "startNs" | "endNs">;

/**
 * What the agent and the user were at over the session, as the SDK says, else (while the session goes on, and from SDKs that do not say)
 * as its spans show it. Ordered by (start, kind), without overlaps of one kind. Spans: ordered by start.
 */
export function toStates(spans: readonly Span[]): StateStretch[] {
  const sessions = spans.filter(({ name }) => name === SESSION);
  const told = (kind: StateStretch["kind"]) => sessions.flatMap((session) => fromEvents(session, kind));
  const [agent, user] = [told("agent"), told("user")];
  const states = [
    ...(agent.length > 0 ? agent : fromAgentSpans(spans)),
    ...(user.length > 0 ? user : withListening("user", named(spans, "user_speaking"), "speaking")),
  ];
  return states.sort((a, b) => compareNs(a.startNs, b.startNs) || (a.kind < b.kind ? -1 : 1));
}

function fromEvents(session: Span, kind: StateStretch["kind"]): StateStretch[] {
  const changes = session.events
    .filter(({ name }) => name === `${kind}_state_changed`)
    .sort((a, b) => compareNs(a.timeNs, b.timeNs));
  const [first] = changes;
  if (first === undefined) return [];
  const before = textOf(first.attributes, OLD_STATE);
  const states: StateStretch[] = [];
  if (before !== null && first.timeNs > session.startNs) {
    states.push({ kind, state: before, startNs: session.startNs, endNs: first.timeNs });
  }
  for (const [index, { timeNs, attributes }] of changes.entries()) {
    const endNs = changes[index + 1]?.timeNs ?? session.endNs;
    const state = textOf(attributes, NEW_STATE);
    if (state !== null && (endNs === null || endNs > timeNs)) states.push({ kind, state, startNs: timeNs, endNs });
  }
  return states;
}

/** Thinking is a turn up to its first sound; a turn that never sounds is thought about to its end. */
function fromAgentSpans(spans: readonly Span[]): StateStretch[] {
  const speaking = named(spans, "agent_speaking");
  const thinking = spans
    .filter(({ name }) => TURNS.has(name))
    .flatMap(({ startNs, endNs }): Bounds[] => {
      const sound = speaking.find((speech) => isOpenAfter(speech, startNs));
      if (sound !== undefined && sound.startNs <= startNs) return [];
      const soundNs = sound === undefined || (endNs !== null && sound.startNs > endNs) ? endNs : sound.startNs;
      return soundNs !== null && soundNs - startNs < STATE_NS_MIN ? [] : [{ startNs, endNs: soundNs }];
    });
  const busy: StateStretch[] = [
    ...speaking.map((one): StateStretch => ({ kind: "agent", state: "speaking", ...one })),
    ...thinking.map((one): StateStretch => ({ kind: "agent", state: "thinking", ...one })),
  ];
  return fill("agent", busy);
}

function isOpenAfter({ endNs }: Bounds, timeNs: bigint): boolean {
  return endNs === null || endNs > timeNs;
}

function named(spans: readonly Span[], name: string): Bounds[] {
  return spans.filter((span) => span.name === name).map(({ startNs, endNs }) => ({ startNs, endNs }));
}

function withListening(kind: StateStretch["kind"], stretches: readonly Bounds[], state: string): StateStretch[] {
  return fill(
    kind,
    stretches.map((one) => ({ kind, state, ...one })),
  );
}

/** In order and without overlaps: who is busy with nothing listens. */
function fill(kind: StateStretch["kind"], busy: StateStretch[]): StateStretch[] {
  busy.sort((a, b) => compareNs(a.startNs, b.startNs));
  const states: StateStretch[] = [];
  for (const one of busy) {
    const before = states.at(-1);
    // What goes on without an end ends where the next begins.
    if (before !== undefined && (before.endNs === null || before.endNs > one.startNs)) before.endNs = one.startNs;
    if (before !== undefined && before.endNs === before.startNs) states.pop();
    const last = states.at(-1);
    const from = last?.endNs ?? null;
    const isClose = from !== null && one.startNs - from < STATE_NS_MIN;
    if (last !== undefined && isClose && last.state === one.state) {
      last.endNs = one.endNs;
      continue;
    }
    if (from !== null && !isClose) states.push({ kind, state: "listening", startNs: from, endNs: one.startNs });
    states.push({ ...one });
  }
  return states;
}
