"use client";
import { cx } from "@/components/ui/cx";
import { useShortcut } from "@/components/ui/use-shortcut";
import type { LogsAddress } from "@/lib/view/line-address";
import type { ChangeLogs } from "./use-logs-address";
import type { Tail } from "./use-tail";

interface LiveButtonProps {
  address: LogsAddress;
  change: ChangeLogs;
  tail: Tail;
}

/** Switches between what is stored and what comes. Says when the connection is lost. */
export function LiveButton({ address, change, tail }: LiveButtonProps) {
  const { isLive } = address;
  // A time with an end has nothing live: back to the length that ends now.
  const toggle = () => change(isLive ? { isLive: false } : { isLive: true, from: null, to: null, line: null });
  useShortcut("l", toggle);
  const isWaiting = isLive && tail.state === "waiting";
  return (
    <button
      type="button"
      aria-pressed={isLive}
      title={isLive ? "Stop following (l)" : "Follow what comes (l)"}
      onClick={toggle}
      className={cx(
        "inline-flex h-9 shrink-0 items-center gap-2 rounded-lg border px-3 font-[540] transition-colors",
        isLive
          ? "border-text bg-text text-bg"
          : "border-line bg-panel text-mute hover:border-line-strong hover:text-text",
      )}
    >
      <i
        aria-hidden
        className={cx(
          "size-2 rounded-full",
          isLive && !isWaiting ? "animate-breathe bg-current" : "border-[1.5px] border-current",
        )}
      />
      Live
      <span role="status" className="sr-only">
        {isWaiting ? "Connection lost, reconnecting" : ""}
      </span>
    </button>
  );
}
