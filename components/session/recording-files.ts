import type { MenuChoice } from "@/components/ui/menu";
import { fileExtension } from "@/lib/view/audio-file";
import { withAccess } from "./session-url";
import type { Stage } from "./stage";

/** The recording to take along: as it was sent, as WAV, or one side of it. Nothing without a recording. */
export function listRecordingFiles({ timeline, access, speakers }: Stage): MenuChoice[] {
  const { recording, session } = timeline;
  if (!recording) return [];
  const file = (name: string, search: Record<string, string>) => ({
    href: withAccess(recording.audioUrl, access, search),
    download: `${session.id}${name}`,
  });
  const extension = fileExtension(recording.contentType);
  return [
    { value: "sent", label: `Recording, ${extension.toUpperCase()} as sent`, ...file(`.${extension}`, {}) },
    { value: "wav", label: "Recording, WAV", ...file(".wav", { format: "wav" }) },
    { value: "user", label: `Only ${speakers.user}, WAV`, ...file("-user.wav", { side: "user" }) },
    { value: "agent", label: `Only ${speakers.agent}, WAV`, ...file("-agent.wav", { side: "agent" }) },
  ];
}
