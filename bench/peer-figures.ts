import { randomUUID } from "node:crypto";
import { loadavg } from "node:os";
import { MODES, type Mode, type Mould } from "./mould";
import { compare, type Outcome, type Peer } from "./peer";
import type { Product } from "./product";
import type { Figure } from "./report";

/** Ours beside the peer's in both modes, and their ratios; a few sessions warm the peer up as they did ours. */
export async function comparePeer(
  product: Product,
  peer: Peer,
  mould: Mould,
  how: { sessions: number; say: (what: string) => void },
): Promise<Figure[]> {
  how.say("warming the peer up …");
  await compare(product, peer, mould, { mode: "big", sessions: 10, seed: randomUUID() });
  const figures: Figure[] = [];
  for (const mode of ["cadence", "big"] as const) {
    how.say(`${mode}: the same ${how.sessions} sessions to ours and to the peer …`);
    const { ours, theirs } = await compare(product, peer, mould, { mode, sessions: how.sessions, seed: randomUUID() });
    figures.push(...figuresOf(mode, ours, theirs));
  }
  return figures;
}

/** What stands above the comparison's table. */
export function peerConditions(sessions: number): string[] {
  const { cadence, big } = MODES;
  return [
    `The same ${sessions} sessions in each mode to both, one after the other, traces only: ${cadence.spans} spans in ${cadence.traceRequests} gzip requests (*cadence*) or ${big.traceRequests} (*big*).`,
    "Earshot answers after the commit and digests, its PostgreSQL included. The peer is Arize Phoenix with its own SQLite, which answers before it stores.",
    `Load average of the machine before the start: ${loadavg()[0]?.toFixed(1)} (0 means that nothing else ran).`,
  ];
}

function figuresOf(mode: Mode, ours: Outcome, theirs: Outcome): Figure[] {
  const row = (what: string, unit: string, measured: number): Figure => ({ what, unit, measured, hold: null });
  return [
    row(`accepted, ${mode}, ours`, "sessions/s", ours.acceptedPerSecond),
    row(`accepted, ${mode}, peer`, "sessions/s", theirs.acceptedPerSecond),
    row(`… ours to peer's`, "×", ours.acceptedPerSecond / theirs.acceptedPerSecond),
    row(`until all can be read, ${mode}, ours`, "sessions/s", ours.readablePerSecond),
    row(`until all can be read, ${mode}, peer`, "sessions/s", theirs.readablePerSecond),
    row(`… ours to peer's`, "×", ours.readablePerSecond / theirs.readablePerSecond),
    row(`CPU per 1,000 sessions, ${mode}, ours`, "s", ours.cpuMsPer1000 / 1000),
    row(`CPU per 1,000 sessions, ${mode}, peer`, "s", theirs.cpuMsPer1000 / 1000),
    row(`… peer's to ours`, "×", theirs.cpuMsPer1000 / ours.cpuMsPer1000),
    row(`requests not answered 200, ${mode}, ours and peer`, "", ours.refused + theirs.refused),
  ];
}
