import { Kbd } from "@/components/ui/kbd";

const HINTS: [keys: string[], words: string][] = [
  [["j", "k"], "move"],
  [["Enter"], "open"],
  [["e"], "next error"],
  [["l"], "live"],
  [["/"], "search"],
];

/** The keys of the screen, for those who have some. */
export function KeyHints() {
  return (
    <p className="mt-2.5 flex shrink-0 gap-4 text-mute text-xs max-lg:hidden">
      {HINTS.map(([keys, words]) => (
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
