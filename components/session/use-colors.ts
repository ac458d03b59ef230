"use client";
import { useEffect, useState } from "react";
import type { Tone } from "@/lib/view/rows";

/** The theme's colours as a canvas needs them: words, not CSS variables. */
export type Colors = Record<Tone | "text" | "mute" | "faint" | "panel" | "raise" | "line", string>;

const VARIABLES: Record<keyof Colors, string> = {
  user: "--user",
  agent: "--agent",
  tool: "--tool",
  error: "--err",
  warn: "--tool",
  plain: "--tick",
  llm: "--llm",
  tts: "--tts",
  stt: "--stt",
  wait: "--wait",
  text: "--text",
  mute: "--mute",
  faint: "--faint",
  panel: "--panel",
  raise: "--raise",
  line: "--line",
};

/** The colours of the theme that is on, and of the next one when it is switched. Null on the server: they are no markup. */
export function useColors(): Colors | null {
  const [colors, setColors] = useState(() => (typeof document === "undefined" ? null : readColors()));
  useEffect(() => {
    // next-themes says the theme on <html>, after its own effects, and says it again when it is the same.
    const observer = new MutationObserver(() => setColors((before) => keepSame(before, readColors())));
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme", "class", "style"],
    });
    return () => observer.disconnect();
  }, []);
  return colors;
}

/** What is painted in them is painted anew for every new object. */
function keepSame(before: Colors | null, after: Colors): Colors {
  return before && Object.entries(after).every(([name, color]) => before[name as keyof Colors] === color)
    ? before
    : after;
}

function readColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const entries = Object.entries(VARIABLES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]);
  return Object.fromEntries(entries);
}
