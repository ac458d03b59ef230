import { markWords } from "@/lib/view/sessions";

/** A text with the searched words marked. */
export function FoundWords({ text, query }: { text: string; query: string }) {
  if (query === "") return text;
  return markWords(text, query).map((piece) =>
    piece.isHit ? (
      <mark key={piece.start} className="rounded-xs bg-tool/20 font-[560] text-text">
        {piece.text}
      </mark>
    ) : (
      <span key={piece.start}>{piece.text}</span>
    ),
  );
}
