"use client";
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { useFocusBack } from "@/components/ui/use-focus-back";

const KEYS: readonly { keys: string[]; what: string }[] = [
  { keys: ["Space"], what: "Play or pause" },
  { keys: ["←", "→"], what: "5 seconds back, forward" },
  { keys: ["Shift ←", "Shift →"], what: "1 second back, forward" },
  { keys: [",", "."], what: "Slower, faster" },
  { keys: ["n", "Shift n"], what: "Next, previous moment: interruption, error, slow turn, silence" },
  { keys: ["[", "]"], what: "Previous, next item" },
  { keys: ["Enter"], what: "Go to the focused item" },
  { keys: ["/"], what: "Find in session" },
  { keys: ["Enter", "Shift Enter"], what: "Next, previous match, while finding" },
  { keys: ["↑", "↓"], what: "Up and down in the list or the tree" },
  { keys: ["→", "←"], what: "Expand, collapse in the tree" },
  { keys: ["1", "2"], what: "Hear only the caller, only the agent; again: both" },
  { keys: ["Ctrl wheel", "two fingers"], what: "Zoom at that place" },
  { keys: ["+", "-", "0"], what: "Zoom in, out, fit" },
  { keys: ["Ctrl K", "⌘ K"], what: "Go to a time, a turn, a moment, a session, a screen" },
  { keys: ["Esc"], what: "Close, clear the selection" },
  { keys: ["?"], what: "This sheet" },
];

interface ShortcutSheetProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** All keys of the session screen. */
export function ShortcutSheet({ isOpen, onOpenChange }: ShortcutSheetProps) {
  const focus = useFocusBack();
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/45%)]" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.giveBack}
          className="fixed top-1/2 left-1/2 z-50 max-h-[85dvh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-xl border border-line-strong bg-panel p-5 shadow-float"
        >
          <div className="mb-3 flex items-center justify-between">
            <Dialog.Title className="font-semibold text-lg">Keys</Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close">
                <X aria-hidden className="size-4" />
              </Button>
            </Dialog.Close>
          </div>
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2">
            {KEYS.map(({ keys, what }) => (
              <div key={what} className="contents">
                <dt className="flex gap-1">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd className="text-mute">{what}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
