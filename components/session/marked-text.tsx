"use client";
import { markWords } from "@/lib/view/sessions";
import { useStage } from "./stage";

/** A text in which the words that are searched for are marked. */
export function MarkedText({ text }: { text: string }) {
  const { find } = useStage();
  if (find.trim() === "") return text;
  return markWords(text, find).map((piece) =>
    piece.isHit ? (
      <mark key={piece.start} className="rounded-xs bg-tool/25 text-text">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
