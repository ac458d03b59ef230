"use client";
import { Search } from "lucide-react";
import { Kbd } from "@/components/ui/kbd";
import { useOpenPalette } from "@/components/ui/palette";

/** Opens the palette, and says by which key it opens too. */
export function PaletteButton() {
  const open = useOpenPalette();
  if (!open) return null;
  return (
    <button
      type="button"
      aria-label="Go to"
      title="Go to a time, a turn, a session, a screen (Ctrl K or ⌘ K)"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={open}
      className="inline-flex h-7 items-center gap-2 rounded-md border border-line px-2 text-mute hover:border-line-strong hover:text-text"
    >
      <Search aria-hidden className="size-3.5" />
      <span className="max-md:hidden">Go to</span>
      <Kbd className="max-md:hidden">Ctrl K</Kbd>
    </button>
  );
}
