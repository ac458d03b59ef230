import { formatClock } from "@/lib/view/format";
import { FoundWords } from "./found-words";

interface SnippetLineProps {
  snippet: { text: string; atMs: number };
  query: string;
}

/** Where in the session the searched words are, and what stands around them. */
export function SnippetLine({ snippet, query }: SnippetLineProps) {
  return (
    <span className="flex min-w-0 items-baseline gap-2.5 text-mute">
      <span className="mono shrink-0 text-faint">{formatClock(snippet.atMs)}</span>
      <span className="min-w-0 whitespace-normal break-words">
        <FoundWords text={snippet.text} query={query} />
      </span>
    </span>
  );
}
