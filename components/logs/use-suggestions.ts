"use client";
import { type KeyboardEvent, useState } from "react";
import { type KnownValues, type LineSuggestion, suggestTerms } from "@/lib/view/line-suggestions";
import type { TypedFilter } from "./use-typed-filter";

export interface Suggestions {
  list: LineSuggestion[];
  at: number;
  open: () => void;
  close: () => void;
  take: (one: LineSuggestion) => void;
  /** True when the key meant something here. */
  onKey: (event: KeyboardEvent<HTMLInputElement>) => boolean;
}

/** What may complete the word at the caret; only after typing, so that arrows and Enter are free otherwise. */
export function useSuggestions(box: TypedFilter, known: () => KnownValues): Suggestions {
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const caret = box.input.current?.selectionStart ?? box.text.length;
  const list = isOpen ? suggestTerms(box.text, caret, known()) : [];
  const current = Math.min(at, Math.max(0, list.length - 1));
  const close = () => {
    setOpen(false);
    setAt(0);
  };
  const take = (one: LineSuggestion) => {
    const isValue = !one.text.endsWith(":");
    const text = `${box.text.slice(0, one.from)}${one.text}${isValue ? " " : ""}${box.text.slice(one.to)}`;
    box.type(text);
    setAt(0);
    setOpen(!isValue);
    const place = one.from + one.text.length + (isValue ? 1 : 0);
    requestAnimationFrame(() => box.input.current?.setSelectionRange(place, place));
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = list[current];
    if (!chosen) return false;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setAt((current + by + list.length) % list.length);
    else if (event.key === "Tab" && !event.shiftKey) take(chosen);
    else if (event.key === "Escape") close();
    else {
      // Enter asks for what was typed: who wants the suggestion has moved to it, or takes it by Tab.
      if (event.key !== "Enter" || at === 0) {
        if (event.key === "Enter") close();
        return false;
      }
      take(chosen);
    }
    event.preventDefault();
    return true;
  };
  return { list, at: current, open: () => setOpen(true), close, take, onKey };
}
