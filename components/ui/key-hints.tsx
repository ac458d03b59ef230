import { Kbd } from "./kbd";

/** Keys, and what they do. */
export type KeyHint = [keys: string[], words: string];

/** A screen's most used keys in a line, for those who have a keyboard. */
export function KeyHints({ hints }: { hints: readonly KeyHint[] }) {
  return (
    <p className="mt-2.5 flex shrink-0 gap-4 text-mute text-xs max-lg:hidden">
      {hints.map(([keys, words]) => (
        <span key={words} className="flex items-center gap-1">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {words}
        </span>
      ))}
    </p>
  );
}
