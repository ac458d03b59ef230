"use client";
import { useRef } from "react";
import type { Session } from "@/lib/model/sessions";
import { holdOrder } from "@/lib/view/held-order";

/**
 * The rows in the order in which they are drawn. While `isAway` (scrolled, or in the middle of picking) nothing is put between
 * them: what is new waits and is counted. `listKey` names the question: another one begins anew.
 */
export function useHeldRows(sessions: Session[], listKey: string, isAway: boolean) {
  const held = useRef<{ key: string; ids: readonly string[] }>({ key: listKey, ids: [] });
  const fresh = sessions.map(({ id }) => id);
  const isSameList = held.current.key === listKey;
  const { ids, newCount } = isAway && isSameList ? holdOrder(held.current.ids, fresh) : { ids: fresh, newCount: 0 };
  held.current = { key: listKey, ids };
  const byId = new Map(sessions.map((session) => [session.id, session]));
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), newCount };
}
