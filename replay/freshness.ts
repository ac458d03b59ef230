import { createHash } from "node:crypto";

/**
 * What makes a replayed session a new one: every id becomes another of the same length, the same one everywhere, and
 * every time moves by whole seconds. So nothing changes its length, and bodies can be rewritten in place.
 */
export interface Freshness {
  shiftSeconds: number;
  /** Only times of the capture move: dates that people speak of, and counters, stay. Unix seconds. */
  isCaptured(seconds: number): boolean;
  /** The new id of an old one such as `AJ_ZcqN3xWhFaRe`. */
  id(old: string): string;
  /** Turns the bytes of a trace or span id into new ones, in place; an absent (all zero) id stays absent. */
  renew(bytes: Uint8Array): void;
}

/** A capture's own window is widened by this: jobs wait in their process for a while before they begin. */
const WINDOW_MARGIN_SECONDS = 3600;
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

/**
 * Makes the freshness of one replay. `seed` decides all ids, so the same seed gives the same session again.
 * `window` is the capture's first and last Unix second.
 */
export function makeFreshness(seed: string, shiftSeconds: number, window: [number, number]): Freshness {
  const known = new Map<string, string>();
  const mask = createHash("sha256").update(`mask ${seed}`).digest();
  return {
    shiftSeconds,
    isCaptured: (seconds) =>
      seconds >= window[0] - WINDOW_MARGIN_SECONDS && seconds <= window[1] + WINDOW_MARGIN_SECONDS,
    id(old) {
      let fresh = known.get(old);
      if (fresh === undefined) {
        fresh = freshId(seed, old);
        known.set(old, fresh);
      }
      return fresh;
    },
    renew(bytes) {
      if (bytes.every((byte) => byte === 0)) return;
      for (let i = 0; i < bytes.length; i++) bytes[i] = (bytes[i] ?? 0) ^ (mask[i] ?? 0);
    },
  };
}

function freshId(seed: string, old: string): string {
  const letters = createHash("sha512").update(`${seed} ${old}`).digest();
  const prefix = old.indexOf("_") + 1;
  return old.replace(/./g, (char, at: number) => (at < prefix ? char : letterAt(letters, at)));
}

function letterAt(bytes: Uint8Array, at: number): string {
  return LETTERS[(bytes[at % bytes.length] ?? 0) % LETTERS.length] ?? "";
}
