"use client";
import { CircleSlash } from "lucide-react";
import Link from "next/link";
import { formatDateTime } from "@/lib/view/format";
import { projectPath } from "@/lib/view/paths";
import { useProject } from "./use-project";

/** Recording is off: whoever waits for a session must know, and whom to ask. */
export function RecordingBanner({ project }: { project: string }) {
  const { data } = useProject(project);
  if (!data || data.recording.enabled) return null;
  const change = data.recordingChanges.enabled;
  return (
    <div
      role="status"
      className="mb-3 flex shrink-0 flex-wrap items-center gap-x-2.5 gap-y-1 rounded-lg border border-line-strong bg-raise px-3.5 py-2.5"
    >
      <CircleSlash aria-hidden className="size-4 shrink-0 text-tool" />
      <strong className="font-[580]">Recording is off.</strong>
      <span className="text-mute">
        Nothing of new sessions is stored.
        {change && ` ${change.by} switched it off on ${formatDateTime(change.at)}.`}
      </span>
      <Link
        href={projectPath(project, "settings/privacy")}
        className="rounded-sm text-accent underline underline-offset-2"
      >
        Data and privacy
      </Link>
    </div>
  );
}
