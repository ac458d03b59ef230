"use client";
import { Dialog } from "radix-ui";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { type Palette, PaletteContext, type PlaceSource } from "@/components/ui/palette";
import { useFocusBack } from "@/components/ui/use-focus-back";
import { PaletteBody } from "./palette-body";

interface PaletteFrameProps {
  project: string;
  children: ReactNode;
}

/** Ctrl K (or ⌘ K) on every screen of a project: go to another screen or session, and to what the screen itself offers. */
export function PaletteFrame({ project, children }: PaletteFrameProps) {
  const [isOpen, setOpen] = useState(false);
  const focus = useFocusBack();
  const [sources] = useState(() => new Set<{ current: PlaceSource }>());
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      focus.remember();
      setOpen((before) => !before);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [focus]);
  const palette = useMemo<Palette>(
    () => ({
      open: () => {
        focus.remember();
        setOpen(true);
      },
      add: (source) => {
        sources.add(source);
        return () => sources.delete(source);
      },
    }),
    [sources, focus],
  );
  return (
    <PaletteContext value={palette}>
      {children}
      <Dialog.Root open={isOpen} onOpenChange={setOpen}>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/45%)]" />
          <Dialog.Content
            aria-describedby={undefined}
            onCloseAutoFocus={focus.giveBack}
            className="fixed top-[12dvh] left-1/2 z-50 flex max-h-[70dvh] w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line-strong bg-panel shadow-float"
          >
            <Dialog.Title className="sr-only">Go to</Dialog.Title>
            <PaletteBody project={project} sources={sources} onDone={() => setOpen(false)} />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </PaletteContext>
  );
}
