"use client";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { fileExtension } from "@/lib/view/audio-file";
import { withProject } from "./session-url";
import { useStage } from "./stage";

/** The recording to take along: as it was sent, as WAV, or one side of it. Not there without a recording. */
export function RecordingDownloads() {
  const { timeline, project, speakers } = useStage();
  const { recording, session } = timeline;
  if (!recording) return null;
  const file = (name: string, search: Record<string, string>) => ({
    href: withProject(recording.audioUrl, project, search),
    download: `${session.id}${name}`,
  });
  const extension = fileExtension(recording.contentType);
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="sm" aria-label="Download recording" title="Download the recording">
          <Download aria-hidden className="size-3.5" />
        </Button>
      }
      choices={[
        { value: "sent", label: `Recording, ${extension.toUpperCase()} as sent`, ...file(`.${extension}`, {}) },
        { value: "wav", label: "Recording, WAV", ...file(".wav", { format: "wav" }) },
        { value: "user", label: `Only ${speakers.user}, WAV`, ...file("-user.wav", { side: "user" }) },
        { value: "agent", label: `Only ${speakers.agent}, WAV`, ...file("-agent.wav", { side: "agent" }) },
      ]}
    />
  );
}
