import type { ContextEntry } from "./chat-context";

/** An entry of a model's input, and whether the call before it had it too. */
export interface DiffedEntry extends ContextEntry {
  isNew: boolean;
}

/** A model's input beside that of the call before. */
export interface ContextDiff {
  entries: DiffedEntry[];
  newCount: number;
  /** Entries that the call before had and this one has no more: a shortened history, changed instructions. */
  goneCount: number;
}

/**
 * Marks what is new since the call before. Entries keep their order from call to call, so each one is looked for behind
 * the last that was found; what is not found there is new, what is left over is gone. Without a call before nothing is
 * marked: there is nothing to be new against.
 */
export function diffContext(entries: readonly ContextEntry[], before: readonly ContextEntry[] | null): ContextDiff {
  if (before === null)
    return { entries: entries.map((entry) => ({ ...entry, isNew: false })), newCount: 0, goneCount: 0 };
  let from = 0;
  let keptCount = 0;
  const marked = entries.map((entry) => {
    const at = before.findIndex((old, index) => index >= from && old.role === entry.role && old.text === entry.text);
    if (at !== -1) {
      from = at + 1;
      keptCount += 1;
    }
    return { ...entry, isNew: at === -1 };
  });
  return { entries: marked, newCount: entries.length - keptCount, goneCount: before.length - keptCount };
}
