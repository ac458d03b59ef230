import { CircleAlert } from "lucide-react";

interface FilterMistakeProps {
  id: string;
  text: string;
  mistake: { message: string; at: number; length: number };
  isTyping: boolean;
}

/** Letters shown before the place, so that it stays in sight in a long filter. */
const BEFORE_MAX = 40;

/** What the box does not understand, in words, with the place marked. It floats, so that nothing below moves. */
export function FilterMistake({ id, text, mistake, isTyping }: FilterMistakeProps) {
  const { message, at, length } = mistake;
  const start = Math.max(0, at - BEFORE_MAX);
  return (
    <div
      id={id}
      role={isTyping ? undefined : "alert"}
      className="absolute top-10 left-0 z-20 max-w-full rounded-lg border border-line-strong bg-panel px-3 py-2 shadow-float"
    >
      <p className="flex items-start gap-1.5 text-err">
        <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span className="min-w-0 break-words">{message}</span>
      </p>
      <p className="mono mt-1 truncate text-mute">
        {start > 0 && "…"}
        {text.slice(start, at)}
        <mark className="rounded-sm bg-transparent text-err underline decoration-wavy underline-offset-3">
          {text.slice(at, at + Math.max(1, length)) || "␣"}
        </mark>
        {text.slice(at + Math.max(1, length))}
      </p>
    </div>
  );
}
