"use client";
import { useMemo, useRef } from "react";

/**
 * For a dialog that no trigger of its own opens: focus goes back to where it was, unless what was done there moved it
 * elsewhere. Radix would give it to the trigger only, and without one it is lost. Where a field of the dialog takes the
 * focus by itself, `remember` must be called before it opens.
 */
export function useFocusBack() {
  const before = useRef<HTMLElement | null>(null);
  return useMemo(() => {
    const remember = () => {
      const { activeElement } = document;
      if (activeElement instanceof HTMLElement && !activeElement.closest("[role=dialog]"))
        before.current = activeElement;
    };
    const giveBack = (event: Event) => {
      event.preventDefault();
      if (document.activeElement === document.body) before.current?.focus({ preventScroll: true });
    };
    return { remember, giveBack };
  }, []);
}
