"use client";
import { ScrollText, X } from "lucide-react";
import { type KeyboardEvent, useId } from "react";
import { Kbd } from "@/components/ui/kbd";
import { useShortcut } from "@/components/ui/use-shortcut";
import { parseFilter } from "@/lib/filter/parse";
import type { KnownValues } from "@/lib/view/line-suggestions";
import { FilterMistake } from "./filter-mistake";
import { SuggestionList } from "./suggestion-list";
import { type Suggestions, useSuggestions } from "./use-suggestions";
import { type TypedFilter, useTypedFilter } from "./use-typed-filter";

interface FilterBoxProps {
  /** What is asked for now. The box shows it and follows it when it is changed from outside. */
  q: string;
  /** Called when the reader stops typing and at Enter, only with what can be understood. */
  onChange: (q: string) => void;
  known: () => KnownValues;
}

/** The one box of the search language: completes names and values, and says in words what it does not understand. */
export function FilterBox({ q, onChange, known }: FilterBoxProps) {
  const id = useId();
  const box = useTypedFilter(q, onChange);
  const offers = useSuggestions(box, known);
  const parsed = parseFilter(box.text);
  const mistake = parsed.ok ? null : parsed.error;
  useShortcut("/", () => box.input.current?.select());
  return (
    <search className="relative min-w-0 flex-1 max-lg:basis-full">
      <div className="relative flex items-center">
        <ScrollText aria-hidden className="pointer-events-none absolute left-3 size-3.5 text-faint" />
        <FilterInput id={id} box={box} offers={offers} isWrong={mistake !== null} />
        {box.text === "" ? (
          <Kbd aria-hidden className="pointer-events-none absolute right-2.5">
            /
          </Kbd>
        ) : (
          <ClearButton box={box} />
        )}
      </div>
      <SuggestionList id={`${id}-list`} offers={offers.list} current={offers.at} onTake={offers.take} />
      {mistake && offers.list.length === 0 && (
        <FilterMistake id={`${id}-mistake`} text={box.text} mistake={mistake} isTyping={box.isTyping} />
      )}
    </search>
  );
}

interface FilterInputProps {
  id: string;
  box: TypedFilter;
  offers: Suggestions;
  isWrong: boolean;
}

function FilterInput({ id, box, offers, isWrong }: FilterInputProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (offers.onKey(event)) return;
    if (event.key === "Enter") box.commit();
    if (event.key === "Escape") box.input.current?.blur();
  };
  const isOpen = offers.list.length > 0;
  return (
    <input
      ref={box.input}
      role="combobox"
      aria-label="Search logs"
      aria-expanded={isOpen}
      aria-controls={isOpen ? `${id}-list` : undefined}
      aria-activedescendant={isOpen ? `${id}-list-${offers.at}` : undefined}
      aria-invalid={isWrong}
      aria-describedby={isWrong ? `${id}-mistake` : undefined}
      placeholder={'level:>=warn "end of turn" worker:aw-3 -job_id:*'}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      value={box.text}
      onChange={(event) => {
        box.type(event.target.value);
        offers.open();
      }}
      onBlur={offers.close}
      onKeyDown={onKeyDown}
      className="mono h-9 w-full min-w-0 rounded-lg border border-line bg-panel pr-9 pl-8.5 text-text hover:border-line-strong focus:border-line-strong aria-invalid:border-err"
    />
  );
}

function ClearButton({ box }: { box: TypedFilter }) {
  return (
    <button
      type="button"
      aria-label="Clear the search"
      onClick={() => {
        box.set("");
        box.input.current?.focus();
      }}
      className="absolute right-1.5 grid size-6 place-items-center rounded-sm text-faint hover:text-text"
    >
      <X aria-hidden className="size-3.5" />
    </button>
  );
}
