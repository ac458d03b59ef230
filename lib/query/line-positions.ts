import { AppError } from "@/lib/errors";

/** A place in the order of a project's lines: by time, then by id. */
export interface LinePosition {
  atMs: number;
  id: bigint;
}

export type LineOrder = "asc" | "desc";

/** Before and behind all lines of a millisecond. */
export const ID_BEFORE = -1n;
export const ID_BEHIND = 2n ** 63n - 1n;
/** The times that `Date` knows. Source: ECMA-262, 21.4.1.1. */
const DATE_MS_MAX = 8.64e15;

/** Negative when `a` comes before `b` in this order. */
export function comparePositions(a: LinePosition, b: LinePosition, order: LineOrder): number {
  const up = a.atMs === b.atMs ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : a.atMs - b.atMs;
  return order === "asc" ? up : -up;
}

/** A position as opaque text for the caller to hand back; it means the same in both orders. */
export function packLineCursor({ atMs, id }: LinePosition): string {
  return `${atMs}-${id}`;
}

/** Errors: `invalid` for what `packLineCursor` did not write. */
export function unpackLineCursor(text: string): LinePosition {
  const [, at, id] = /^(-?\d{1,16})-(-1|\d{1,19})$/.exec(text) ?? [];
  if (at === undefined || id === undefined || Math.abs(Number(at)) > DATE_MS_MAX || BigInt(id) > ID_BEHIND) {
    throw new AppError("invalid", "cursor: damaged; take nextCursor of the page before, unchanged.");
  }
  return { atMs: Number(at), id: BigInt(id) };
}
