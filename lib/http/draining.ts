/** Next.js's bundle and ours each hold a copy of this module in one process: they must agree. */
const KEY = Symbol.for("earshot.draining");
const holder = globalThis as { [KEY]?: boolean };

/** Says that this process is about to stop: readiness fails from now on, so that no balancer sends more. */
export function startDraining(): void {
  holder[KEY] = true;
}

export function isDraining(): boolean {
  return holder[KEY] === true;
}
