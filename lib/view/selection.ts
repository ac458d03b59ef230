/** Rows that were picked, and the one from which Shift reaches. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
  /** All that fit the filter, also those that are on no page yet. */
  isAll: boolean;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: null, isAll: false };

/** Picks a row or lets it go. With `reach` the rows from the last picked one to this become what this one becomes. */
export function pick(selection: Selection, order: readonly string[], id: string, reach: boolean): Selection {
  const ids = new Set(selection.isAll ? order : selection.ids);
  const isOn = !ids.has(id);
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  const span = reach && from >= 0 && to >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  for (const each of span) {
    if (isOn) ids.add(each);
    else ids.delete(each);
  }
  return { ids, anchor: id, isAll: false };
}

/** All rows that are drawn, or none when all of them are picked already. */
export function pickDrawn(selection: Selection, order: readonly string[]): Selection {
  const hasAll = selection.isAll || (order.length > 0 && order.every((id) => selection.ids.has(id)));
  return hasAll ? NOTHING_SELECTED : { ids: new Set([...selection.ids, ...order]), anchor: null, isAll: false };
}
