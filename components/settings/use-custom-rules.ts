"use client";
import { useState } from "react";
import type { CustomRule } from "@/lib/model/privacy";

/** Rules while they are edited; each keeps its key, so that the focus stays where it is. */
export function useCustomRules(rules: CustomRule[]) {
  const [rows, setRows] = useState(() => rules.map((rule, key) => ({ ...rule, key })));
  const [nextKey, setNextKey] = useState(rules.length);
  const [isEdited, setEdited] = useState(false);
  const edit = (next: typeof rows) => {
    setRows(next);
    setEdited(true);
  };
  return {
    rows,
    isEdited,
    add: () => {
      edit([...rows, { name: "", pattern: "", key: nextKey }]);
      setNextKey(nextKey + 1);
    },
    set: (key: number, part: Partial<CustomRule>) =>
      edit(rows.map((row) => (row.key === key ? { ...row, ...part } : row))),
    remove: (key: number) => edit(rows.filter((row) => row.key !== key)),
  };
}
