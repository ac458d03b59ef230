import { CopyButton } from "@/components/ui/copy-button";

interface CodeBlockProps {
  text: string;
  /** What it is, for the copy button: "arguments". */
  name: string;
}

/** Text as it was sent, in full, scrolling inside of its frame; can be copied. */
export function CodeBlock({ text, name }: CodeBlockProps) {
  return (
    <div className="group relative">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must be reachable without a mouse
        tabIndex={0}
        aria-label={name}
        className="mono max-h-72 overflow-auto rounded-md border border-line bg-raise p-2.5 pr-9"
      >
        <pre className="whitespace-pre-wrap break-words font-[inherit]">{text}</pre>
      </section>
      <CopyButton label={`Copy ${name}`} value={text} className="absolute top-1 right-1 size-7" />
    </div>
  );
}
