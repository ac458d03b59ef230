import { type AnsiColor, hasAnsi, parseAnsi } from "@/lib/view/ansi";
import { cx } from "./cx";

/** Terminal colours in those of our palette that say the same: both themes keep them legible. */
const COLOR: Record<AnsiColor, string> = {
  black: "text-faint",
  red: "text-err",
  green: "text-ok",
  yellow: "text-tool",
  blue: "text-user",
  magenta: "text-tts",
  cyan: "text-stt",
  white: "text-text",
};

/** Text with terminal colours as spans; never as HTML. */
export function AnsiText({ text }: { text: string }) {
  if (!hasAnsi(text)) return text;
  let at = 0;
  return parseAnsi(text).map((span) => {
    at += span.text.length;
    return (
      <span
        key={at}
        className={cx(
          span.color && COLOR[span.color],
          span.isBold && "font-[650]",
          span.isDim && "opacity-75",
          span.isItalic && "italic",
          span.isUnderlined && "underline",
        )}
      >
        {span.text}
      </span>
    );
  });
}
