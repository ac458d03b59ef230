import { CopyButton } from "./copy-button";

interface CodeLinesProps {
  /** The accessible name of the copy button: "Copy LIVEKIT_API_KEY". */
  copyLabel: string;
  text: string;
}

/** Lines to put into a file, with the way to take them along. Long lines scroll inside. */
export function CodeLines({ copyLabel, text }: CodeLinesProps) {
  return (
    <div className="flex items-start gap-1 rounded-lg border border-line bg-raise py-0.5 pr-0.5 pl-3">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="mono min-w-0 flex-1 self-center overflow-x-auto rounded-sm py-1.5">
        {text}
      </pre>
      <CopyButton value={text} label={copyLabel} />
    </div>
  );
}
