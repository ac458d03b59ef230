import type { SessionStatus } from "@/lib/model/sessions";

/** Whether the session runs: a breathing dot, a word, a red word. */
export function StatusMark({ status }: { status: SessionStatus }) {
  if (status === "failed") return <span className="text-err">failed</span>;
  if (status === "ended")
    return (
      <span data-wide className="text-mute">
        ended
      </span>
    );
  return (
    <span className="inline-flex items-center gap-2 font-[560] text-ok">
      <i aria-hidden className="relative ml-1 size-1.75 rounded-full bg-current">
        <i className="-inset-1 absolute animate-breathe rounded-full bg-current/25" />
      </i>
      live
    </span>
  );
}
