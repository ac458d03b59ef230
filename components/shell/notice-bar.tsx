import { TriangleAlert } from "lucide-react";

/** Something about the whole installation that somebody must act on; as high as `--notice` says, for pages that fill the window. */
export function NoticeBar({ text }: { text: string }) {
  return (
    <p
      id="notice"
      role="status"
      className="flex h-(--notice) shrink-0 items-center gap-2 overflow-hidden border-line border-b bg-raise px-4 text-tool"
    >
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
      {text}
    </p>
  );
}
