/** Hues that are told apart at a glance and are neither an error's red nor a warning's amber; degrees of OKLCH. */
const HUES = [235, 300, 160, 195, 330, 125, 270];
/** Longer ids are cut from the left: ids that count or are random differ at their end. */
const NAME_CHARACTERS_MAX = 10;

/** The colour of a replica, the same on every screen and in every session: an angle of OKLCH. */
export function replicaHue(worker: string): number {
  // FNV-1a: short, and spreads ids that differ in one character.
  let hash = 0x811c9dc5;
  for (const character of worker) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return HUES[((hash ^ (hash >>> 15)) >>> 0) % HUES.length] ?? 235;
}

/** A replica's id in a narrow column. */
export function replicaText(worker: string): string {
  return worker.length <= NAME_CHARACTERS_MAX ? worker : `…${worker.slice(1 - NAME_CHARACTERS_MAX)}`;
}
