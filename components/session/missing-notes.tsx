import { Info } from "lucide-react";

/** What is not there and why, in the server's words. Nothing when nothing is missing. */
export function MissingNotes({ missing }: { missing: string[] }) {
  if (missing.length === 0) return null;
  return (
    <ul aria-label="What is missing" className="flex flex-wrap gap-x-5 gap-y-1 text-mute text-sm">
      {missing.map((text) => (
        <li key={text} className="flex items-start gap-1.5">
          <Info aria-hidden className="mt-0.5 size-3.5 shrink-0 text-faint" />
          {text}
        </li>
      ))}
    </ul>
  );
}
