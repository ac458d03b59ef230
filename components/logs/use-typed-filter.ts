"use client";
import { type RefObject, useEffect, useRef, useState } from "react";
import { parseFilter } from "@/lib/filter/parse";

const PAUSE_MS = 400;

export interface TypedFilter {
  input: RefObject<HTMLInputElement | null>;
  text: string;
  isTyping: boolean;
  type: (text: string) => void;
  /** Puts a text into the box and asks for it at once. */
  set: (text: string) => void;
  commit: () => void;
}

/** Reports typing after a pause, and follows a text that changes from outside (Back, a click on a replica). */
export function useTypedFilter(q: string, onChange: (q: string) => void): TypedFilter {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(q);
  const [isTyping, setTyping] = useState(false);
  const reported = useRef(q);
  const latest = useRef(onChange);
  latest.current = onChange;
  const report = (wanted: string) => {
    setTyping(false);
    if (wanted.trim() === reported.current.trim() || !parseFilter(wanted).ok) return;
    reported.current = wanted;
    latest.current(wanted);
  };
  useEffect(() => {
    if (q === reported.current) return;
    reported.current = q;
    setText(q);
  }, [q]);
  useEffect(() => {
    if (!isTyping) return;
    const timer = setTimeout(() => report(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, isTyping]);
  const type = (typed: string) => {
    setText(typed);
    setTyping(true);
  };
  const set = (wanted: string) => {
    setText(wanted);
    report(wanted);
  };
  return { input, text, isTyping, type, set, commit: () => report(text) };
}
