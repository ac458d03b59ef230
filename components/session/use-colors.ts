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
    const root = document.documentElement;
    const read = () => setColors(readColors());
    // What a canvas wrote before the fonts were there is written again in them.
    void document.fonts.ready.then(read);
    // next-themes says the theme on <html>, after its own effects.
    const observer = new MutationObserver(read);
    observer.observe(root, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
    return () => observer.disconnect();
  }, []);
  return colors;
}

function readColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const entries = Object.entries(VARIABLES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]);
  return Object.fromEntries(entries);
}
