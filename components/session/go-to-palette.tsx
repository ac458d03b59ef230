"use client";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { cx } from "@/components/ui/cx";
import { layOutDomain } from "@/lib/view/domain";
import { listPaletteEntries, type PaletteEntry } from "@/lib/view/palette";
import { useStage } from "./stage";

interface GoToPaletteProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Ctrl K: go to a time, a moment, a turn, a tool call, a screen. */
export function GoToPalette({ isOpen, onOpenChange }: GoToPaletteProps) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      onOpenChange(!isOpen);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [isOpen, onOpenChange]);
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/45%)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 flex max-h-[70dvh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line-strong bg-panel shadow-float"
        >
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <PaletteBody onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const entries = useEntries(query);
  const go = useGo(onDone);
  const current = Math.min(at, entries.length - 1);
  return (
    <>
      <input
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={entries[current] ? `${listId}-${current}` : undefined}
        aria-label="Go to"
        placeholder="1:23, words that were said, a tool, sessions…"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          const entry = entries[current];
          if (by !== undefined) setAt(Math.min(entries.length - 1, Math.max(0, current + by)));
          if (event.key === "Enter" && entry) go(entry);
          if (by !== undefined || event.key === "Enter") event.preventDefault();
        }}
        className="h-11 w-full shrink-0 border-line border-b bg-transparent px-4 text-lg outline-none"
      />
      <PaletteList id={listId} entries={entries} current={current} onGo={go} onPoint={setAt} />
    </>
  );
}

function useEntries(query: string): PaletteEntry[] {
  const { rows, moments, timeline, project } = useStage();
  return useMemo(() => {
    const screens = [{ text: "Sessions", href: `/p/${encodeURIComponent(project)}/sessions` }];
    return listPaletteEntries(query, { rows, moments, screens, endMs: layOutDomain(timeline, Date.now()).endMs });
  }, [query, rows, moments, timeline, project]);
}

function useGo(onDone: () => void): (entry: PaletteEntry) => void {
  const { moveTo, select } = useStage();
  const router = useRouter();
  return (entry) => {
    onDone();
    if (entry.href !== null) return router.push(entry.href);
    if (entry.recordId !== null) select(entry.recordId, "never");
    if (entry.atMs !== null) moveTo(entry.atMs);
  };
}

interface PaletteListProps {
  id: string;
  entries: PaletteEntry[];
  current: number;
  onGo: (entry: PaletteEntry) => void;
  onPoint: (index: number) => void;
}

function PaletteList({ id, entries, current, onGo, onPoint }: PaletteListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${current}"]`)?.scrollIntoView({ block: "nearest" });
  }, [id, current]);
  return (
    <div ref={list} id={id} role="listbox" aria-label="Places" className="min-h-0 overflow-y-auto p-1.5">
      {entries.length === 0 && <p className="px-3 py-6 text-center text-mute">Nothing fits these words.</p>}
      {entries.map((entry, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox, which names the active option
        <div
          key={entry.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === current}
          onClick={() => onGo(entry)}
          onPointerMove={() => onPoint(index)}
          className={cx("flex items-baseline gap-3 rounded-md px-2.5 py-1.5", index === current && "bg-sel")}
        >
          <span className="w-28 shrink-0 text-faint text-xs">
            {entries[index - 1]?.group === entry.group ? "" : entry.group}
          </span>
          <span className="min-w-0 flex-1 truncate">{entry.text}</span>
          <span className="mono shrink-0 text-faint">{entry.hint}</span>
        </div>
      ))}
    </div>
  );
}
