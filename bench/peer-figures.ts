import { randomUUID } from "node:crypto";
import { loadavg } from "node:os";
import { MODES, type Mode, type Mould } from "./mould";
import { compare, type Outcome, oursOf, type Peer, type Side, type Terms } from "./peer";
import { PHOENIX_TERMS, phoenixOf } from "./phoenix";
import type { Product } from "./product";
import type { Figure } from "./report";
import { VICTORIA_TERMS, victoriaOf } from "./victoria";

const PEERS: Record<Peer["name"], { sideOf: (peer: Peer) => Side; terms: Terms; words: string }> = {
  phoenix: {
    sideOf: phoenixOf,
    terms: PHOENIX_TERMS,
    words: "Arize Phoenix with its own SQLite, which answers before it stores",
  },
  victoria: {
    sideOf: victoriaOf,
    terms: VICTORIA_TERMS,
    words: "VictoriaTraces with VictoriaLogs, which answer before it is on the disk",
  },
};

/**
 * What the design promises as a ratio to the pair that it was measured beside on its machine: 14 to 15.9 s of CPU, 110 to 89
 * sessions a second; 6 to 9.4 s. Source: DESIGN §2 and §7, docs/decisions/0022-promised-ratios.md.
 */
const PROMISED: Record<Mode, { cpu: number; accepted: number | null }> = {
  cadence: { cpu: 14 / 15.9, accepted: 110 / 89 },
  big: { cpu: 6 / 9.4, accepted: null },
};

/** A peer by its name on the command line. Errors: throws a plain Error that says what is missing. */
export function peerOf(name?: string, urls?: string, pids?: string): Peer | null {
  if (name === undefined) return null;
  if ((name !== "phoenix" && name !== "victoria") || !urls || !pids) {
    throw new Error("--peer phoenix or --peer victoria, with --peer-url and --peer-pid (two of each for victoria)");
  }
  return { name, urls: urls.split(",").map((url) => url.replace(/\/+$/, "")), pids: pids.split(",").map(Number) };
}

/** Ours beside the peer's in both modes, and their ratios; a few sessions warm the peer up as they did ours. */
export async function comparePeer(
  product: Product,
  peer: Peer,
  mould: Mould,
  how: { sessions: number; say: (what: string) => void },
): Promise<Figure[]> {
  const { sideOf, terms } = PEERS[peer.name];
  const sides = { ours: oursOf(product), theirs: sideOf(peer) };
  how.say("warming the peer up …");
  await compare(sides, mould, { mode: "big", sessions: 10, seed: randomUUID(), terms });
  const figures: Figure[] = [];
  for (const mode of ["cadence", "big"] as const) {
    how.say(`${mode}: the same ${how.sessions} sessions to ours and to the peer …`);
    const seed = randomUUID();
    const { ours, theirs } = await compare(sides, mould, { mode, sessions: how.sessions, seed, terms });
    figures.push(...figuresOf(mode, { ours, theirs, promised: peer.name === "victoria" ? PROMISED[mode] : null }));
  }
  return figures;
}

/** What stands above the comparison's table. */
export function peerConditions({ name }: Peer, sessions: number): string[] {
  const { terms, words } = PEERS[name];
  const requests = ({ traceRequests, logRequests }: (typeof MODES)[Mode]) =>
    traceRequests + (terms.withLogs ? logRequests : 0);
  const { cadence, big } = MODES;
  const what = terms.withLogs ? `${cadence.spans} spans and ${cadence.logs} logs` : `${cadence.spans} spans`;
  return [
    `The same ${sessions} sessions in each mode to both, one after the other, over ${terms.connections} connections: ${what} in ${requests(cadence)} gzip requests (*cadence*) or ${requests(big)} (*big*).`,
    `Earshot answers after the commit and digests, its PostgreSQL included. The peer is ${words}.`,
    `Load average of the machine before the start: ${loadavg()[0]?.toFixed(1)} (0 means that nothing else ran).`,
  ];
}

function figuresOf(
  mode: Mode,
  { ours, theirs, promised }: { ours: Outcome; theirs: Outcome; promised: (typeof PROMISED)[Mode] | null },
): Figure[] {
  const row = (what: string, unit: string, measured: number, hold: Figure["hold"] = null): Figure => ({
    what,
    unit,
    measured,
    hold,
  });
  const least = promised?.accepted ? { least: round(promised.accepted) } : null;
  const most = promised ? { most: round(promised.cpu) } : null;
  return [
    row(`accepted, ${mode}, ours`, "sessions/s", ours.acceptedPerSecond),
    row(`accepted, ${mode}, peer`, "sessions/s", theirs.acceptedPerSecond),
    row("… ours to peer's", "×", ours.acceptedPerSecond / theirs.acceptedPerSecond, least),
    row(`until all can be read, ${mode}, ours`, "sessions/s", ours.readablePerSecond),
    row(`until all can be read, ${mode}, peer`, "sessions/s", theirs.readablePerSecond),
    row("… ours to peer's", "×", ours.readablePerSecond / theirs.readablePerSecond),
    row(`CPU per 1,000 sessions, ${mode}, ours`, "s", ours.cpuMsPer1000 / 1000),
    row(`CPU per 1,000 sessions, ${mode}, peer`, "s", theirs.cpuMsPer1000 / 1000),
    row("… ours to peer's", "×", ours.cpuMsPer1000 / theirs.cpuMsPer1000, most),
    row(`requests not answered 200, ${mode}, ours and peer`, "", ours.refused + theirs.refused),
  ];
}

function round(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
