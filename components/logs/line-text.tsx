import { AnsiText } from "@/components/ui/ansi-text";
import { CopyButton } from "@/components/ui/copy-button";
import { cx } from "@/components/ui/cx";

interface LineTextProps {
  /** What it is, for the copy button: "message". */
  name: string;
  text: string;
  tone?: "error" | "plain";
}

/** Text as it was sent, in full, scrolling inside of its frame; can be copied. */
export function LineText({ name, text, tone = "plain" }: LineTextProps) {
  return (
    <div className="relative">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must be reachable without a mouse
        tabIndex={0}
        aria-label={name}
        className={cx(
          "mono max-h-80 overflow-auto rounded-md border border-line bg-raise p-2.5 pr-9",
          tone === "error" && "border-l-2 border-l-err",
        )}
      >
        <pre className="whitespace-pre-wrap break-words font-[inherit]">
          <AnsiText text={text} />
        </pre>
      </section>
      <CopyButton label={`Copy ${name}`} value={text} className="absolute top-1 right-1 size-7" />
    </div>
  );
}
