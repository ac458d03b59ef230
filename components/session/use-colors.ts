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

/** The colours of the theme that is on, and of the next one when it is switched. Null until the page is alive. */
export function useColors(): Colors | null {
  const [colors, setColors] = useState<Colors | null>(null);
  useEffect(() => {
    const root = document.documentElement;
    const read = () => {
      const style = getComputedStyle(root);
      const entries = Object.entries(VARIABLES).map(([name, variable]) => [
        name,
        style.getPropertyValue(variable).trim(),
      ]);
      setColors(Object.fromEntries(entries));
    };
    read();
    // What a canvas wrote before the fonts were there is written again in them.
    void document.fonts.ready.then(read);
    // next-themes says the theme on <html>, after its own effects.
    const observer = new MutationObserver(read);
    observer.observe(root, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
    return () => observer.disconnect();
  }, []);
  return colors;
}
