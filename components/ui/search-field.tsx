"use client";
import { Search, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx } from "./cx";
import { Kbd } from "./kbd";
import { useShortcut } from "./use-shortcut";

interface SearchFieldProps {
  /** The accessible name. */
  label: string;
  /** Needed: whether it shows tells the clear button from the key hint. */
  placeholder: string;
  /** What is searched for now. The field shows it and follows it when it is changed from outside. */
  value: string;
  /** Called when the reader stops typing, at Enter and when the field is cleared. */
  onSearch: (text: string) => void;
  /** Called at Enter, after `onSearch`; `isBack` with Shift. */
  onEnter?: (text: string, isBack: boolean) => void;
  /** Key that focuses the field from anywhere on the page. */
  shortcut?: string;
  delayMs?: number;
  className?: string;
}

/** A search box. Uncontrolled, so that words typed before the page is alive are not lost. */
export function SearchField(props: SearchFieldProps) {
  const { label, placeholder, value, onSearch, onEnter, shortcut = "/", delayMs = 250, className } = props;
  const input = useRef<HTMLInputElement>(null);
  const typed = useTyped(value, onSearch, delayMs, input);
  useShortcut(shortcut, () => input.current?.select());
  const clear = () => {
    if (input.current) input.current.value = "";
    typed("", true);
    input.current?.focus();
  };
  return (
    <search className={cx("relative flex items-center", className)}>
      <Search aria-hidden className="pointer-events-none absolute left-3 size-3.5 text-faint" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        defaultValue={value}
        autoComplete="off"
        spellCheck={false}
        className="peer h-9 w-full min-w-0 rounded-lg border border-line bg-panel pr-9 pl-8.5 text-text hover:border-line-strong focus:border-line-strong [&::-webkit-search-cancel-button]:hidden"
        onChange={(event) => typed(event.target.value, false)}
        // A click elsewhere comes after this: a report that came later would undo where the click led.
        onBlur={(event) => typed(event.target.value, true)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            typed(event.currentTarget.value, true);
            onEnter?.(event.currentTarget.value, event.shiftKey);
          }
          // Once for the words, once to leave: then the page's keys are awake again.
          if (event.key === "Escape") {
            event.stopPropagation();
            event.currentTarget.value === "" ? event.currentTarget.blur() : clear();
          }
        }}
      />
      <button
        type="button"
        aria-label="Clear"
        onClick={clear}
        className="absolute right-1.5 grid size-6 place-items-center rounded-sm text-faint hover:text-text peer-placeholder-shown:hidden"
      >
        <X aria-hidden className="size-3.5" />
      </button>
      <Kbd aria-hidden className="pointer-events-none absolute right-2.5 hidden peer-placeholder-shown:block">
        {shortcut}
      </Kbd>
    </search>
  );
}

/** Reports typing after a pause, and follows a value that changes from outside (Back, "Clear filters"). */
function useTyped(
  value: string,
  onSearch: (text: string) => void,
  delayMs: number,
  input: React.RefObject<HTMLInputElement | null>,
): (text: string, isNow: boolean) => void {
  const latest = useRef(onSearch);
  latest.current = onSearch;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const reported = useRef(value);
  const report = (text: string) => {
    if (text === reported.current) return;
    reported.current = text;
    latest.current(text);
  };
  useEffect(() => {
    // The DOM field is the truth at the start (typed before hydration), the value from outside afterwards.
    const field = input.current;
    if (!field || value === reported.current) return;
    reported.current = value;
    field.value = value;
  }, [value, input]);
  useEffect(() => {
    if (input.current) report(input.current.value);
    return () => clearTimeout(timer.current);
  }, []);
  return (text, isNow) => {
    clearTimeout(timer.current);
    if (isNow) report(text);
    else timer.current = setTimeout(() => report(text), delayMs);
  };
}
