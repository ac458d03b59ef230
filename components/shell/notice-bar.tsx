import { TriangleAlert } from "lucide-react";

/** Something about the whole installation that somebody must act on. */
export function NoticeBar({ text }: { text: string }) {
  return (
    <p role="status" className="flex items-center gap-2 border-line border-b bg-raise px-4 py-2 text-tool">
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
      {text}
    </p>
  );
}
