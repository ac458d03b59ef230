/** Hues that are told apart at a glance and are neither an error's red nor a warning's amber; degrees of OKLCH. */
const HUES = [235, 300, 160, 195, 330, 125, 270];
/** Longer ids are cut from the left: ids that count or are random differ at their end. */
const NAME_CHARACTERS_MAX = 10;

/** The number at the end of an id, if it has one; longer ones are no count. */
const NUMBERED = /^(.*?)(\d{1,9})$/s;

/** The colour of a replica, the same on every screen and in every session: an angle of OKLCH. Those that are counted get hues in turn. */
export function replicaHue(worker: string): number {
  const [, name = worker, number = "0"] = NUMBERED.exec(worker) ?? [];
  return HUES[(hashOf(name) + Number(number)) % HUES.length] ?? 235;
}

/** FNV-1a: short, and spreads ids that differ in one character. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** A replica's id in a narrow column. */
export function replicaText(worker: string): string {
  return worker.length <= NAME_CHARACTERS_MAX ? worker : `…${worker.slice(1 - NAME_CHARACTERS_MAX)}`;
}
