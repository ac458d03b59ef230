/** The leaves of two settings that differ, by dotted name: what the audit log keeps of a change. null when none does. */
export function changedFields(
  before: object,
  after: object,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const old = new Map(leavesOf(before, ""));
  const changed = leavesOf(after, "").filter(
    ([name, value]) => JSON.stringify(old.get(name)) !== JSON.stringify(value),
  );
  if (changed.length === 0) return null;
  return {
    before: Object.fromEntries(changed.map(([name]) => [name, old.get(name)])),
    after: Object.fromEntries(changed),
  };
}

/** A list counts as one leaf. */
function leavesOf(value: object, path: string): [string, unknown][] {
  return Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const isBranch = typeof inner === "object" && inner !== null && !Array.isArray(inner);
    return isBranch ? leavesOf(inner, `${path}${name}.`) : [[`${path}${name}`, inner]];
  });
}
