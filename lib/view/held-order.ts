/** A list while its reader stays where he is: what is drawn, and how many came that are not. */
export interface HeldOrder {
  ids: string[];
  newCount: number;
}

/**
 * Keeps rows where the reader sees them. `held` is what is drawn, `fresh` the list's order now. Rows that are gone go, rows that
 * follow behind the last one known (the next page) come, and the others that are new wait and are counted: drawn, they would
 * push away what is being read.
 */
export function holdOrder(held: readonly string[], fresh: readonly string[]): HeldOrder {
  const known = new Set(held);
  const now = new Set(fresh);
  const last = fresh.findLastIndex((id) => known.has(id));
  if (last === -1) return { ids: [...fresh], newCount: 0 };
  const behind = fresh.slice(last + 1);
  const newCount = fresh.slice(0, last).filter((id) => !known.has(id)).length;
  return { ids: [...held.filter((id) => now.has(id)), ...behind], newCount };
}
