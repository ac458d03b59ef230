"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "@/components/ui/copy-text";

interface IdChipProps {
  /** What it is: "session id". */
  name: string;
  value: string;
  /** Writes what it is before it. */
  hasName?: boolean;
}

const SHOWN_MS = 1600;

/** An id in a pill; pressing it copies it. */
export function IdChip({ name, value, hasName = false }: IdChipProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      title={`Copy ${name}`}
      aria-label={`Copy ${name} ${value}`}
      onClick={async () => setCopied(await copyText(value))}
      className="group mono inline-flex max-w-full items-center gap-1.5 rounded-full border border-line bg-panel px-2.25 py-px text-mute transition-colors hover:border-line-strong hover:text-text"
    >
      {hasName && <span className="shrink-0 font-sans text-faint text-xs">{name}</span>}
      <span className="truncate">{value}</span>
      <Icon aria-hidden className={isCopied ? "size-3 shrink-0 text-ok" : "size-3 shrink-0 text-faint"} />
      <span role="status" className="sr-only">
        {isCopied ? "Copied" : ""}
      </span>
    </button>
  );
}
