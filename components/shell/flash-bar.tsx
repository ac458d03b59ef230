"use client";
import { Check, X } from "lucide-react";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { flash, useFlash } from "@/components/ui/flash";

const SHOWN_MS = 8_000;

/** What was just done, for a moment, over the bottom of the page: nothing on it moves. */
export function FlashBar() {
  const text = useFlash();
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => flash(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div role="status" className="-translate-x-1/2 fixed bottom-5 left-1/2 z-50 max-w-[calc(100vw-2rem)]">
      {text !== null && (
        <p className="flex items-center gap-2 rounded-xl border border-line-strong bg-panel py-1.5 pr-1.5 pl-3.5 shadow-float">
          <Check aria-hidden className="size-3.5 shrink-0 text-ok" />
          <span className="min-w-0 break-words">{text}</span>
          <Button variant="ghost" size="icon" aria-label="Dismiss" onClick={() => flash(null)}>
            <X aria-hidden className="size-3.5" />
          </Button>
        </p>
      )}
    </div>
  );
}
