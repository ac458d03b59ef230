"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { copyText } from "./copy-text";

interface CopyButtonProps {
  /** What is copied; a function when it is to be made at the click. */
  value: string | (() => string);
  /** The accessible name: "Copy session id". */
  label: string;
  /** Shows these words beside the icon. */
  text?: string;
  variant?: "outline" | "ghost";
  className?: string;
  tabIndex?: number;
}

const SHOWN_MS = 1600;

/** Copies, says so for a moment, and says when it could not. */
export function CopyButton({ value, label, text, variant = "ghost", className, tabIndex }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    const isCopied = await copyText(typeof value === "string" ? value : value());
    setOutcome(isCopied ? "copied" : "failed");
  };
  const Icon = outcome === "copied" ? Check : Copy;
  const said = outcome === "copied" ? "Copied" : outcome === "failed" ? "Not copied: select it by hand" : "";
  return (
    <Button
      tabIndex={tabIndex}
      variant={variant}
      size={text ? "md" : "icon"}
      className={className}
      aria-label={label}
      title={label}
      onClick={(event) => {
        // The line that it stands on does something else when it is pressed.
        event.stopPropagation();
        void copy();
      }}
    >
      <Icon aria-hidden className={outcome === "copied" ? "size-3.5 text-ok" : "size-3.5"} />
      {text && <span aria-hidden>{said || text}</span>}
      <span role="status" className="sr-only">
        {said}
      </span>
    </Button>
  );
}
