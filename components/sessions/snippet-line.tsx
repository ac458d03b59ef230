import { formatClock } from "@/lib/view/format";
import { markWords } from "@/lib/view/sessions";

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
        {markWords(snippet.text, query).map((piece) =>
          piece.isHit ? (
            <mark key={piece.start} className="rounded-xs bg-tool/20 font-[560] text-text">
              {piece.text}
            </mark>
          ) : (
            <span key={piece.start}>{piece.text}</span>
          ),
        )}
      </span>
    </span>
  );
}
