"use client";
import { EllipsisVertical } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { flash } from "@/components/ui/flash";
import { Menu, type MenuChoice } from "@/components/ui/menu";
import { sessionLogsPath } from "@/lib/view/line-address";
import { projectPath } from "@/lib/view/paths";
import { DeleteDialog } from "./delete-dialog";
import { HoldDialog } from "./hold-dialog";
import { listRecordingFiles } from "./recording-files";
import { sessionUrl } from "./session-url";
import { ShareDialog } from "./share-dialog";
import { type Stage, useStage } from "./stage";
import { useHold } from "./use-hold";

type Asked = "share" | "hold" | "delete" | null;

/** What can be done with the session besides looking at it: only what the person may do. */
export function SessionMenu({ project }: { project: string }) {
  const stage = useStage();
  const router = useRouter();
  const [asked, setAsked] = useState<Asked>(null);
  const { id } = stage.timeline.session;
  const hold = useHold(project, id);
  const close = () => setAsked(null);
  const onDeleted = () => {
    flash(`Session ${id} was deleted.`);
    router.push(projectPath(project, "sessions"));
  };
  return (
    <>
      <Menu
        trigger={
          <Button variant="outline" size="icon" aria-label="Session actions" title="Session actions">
            <EllipsisVertical aria-hidden className="size-4" />
          </Button>
        }
        choices={[
          processLogs(project, stage),
          ...listRecordingFiles(stage),
          ...transcripts(stage),
          ...acts(stage, hold.data?.hold != null),
        ]}
        onChoose={(choice) => setAsked(choice as Asked)}
      />
      <ShareDialog isOpen={asked === "share"} onClose={close} />
      <HoldDialog project={project} isOpen={asked === "hold"} onClose={close} />
      <DeleteDialog project={project} isOpen={asked === "delete"} onClose={close} onDeleted={onDeleted} />
    </>
  );
}

/** What the agent's process printed about this session. */
function processLogs(project: string, { timeline }: Stage): MenuChoice {
  return { value: "logs", label: "Process logs", href: sessionLogsPath(project, timeline.session) };
}

function transcripts({ access, timeline }: Stage): MenuChoice[] {
  const { id } = timeline.session;
  const file = (format: string, label: string) => ({
    value: format,
    label: `Transcript, ${label}`,
    href: sessionUrl(access, id, "transcript", { format }),
    download: `${id}-transcript.${format}`,
  });
  return [file("txt", "text"), file("json", "JSON"), file("vtt", "WebVTT")];
}

function acts({ rights }: Stage, isHeld: boolean): MenuChoice[] {
  const mayManage = rights.includes("manage");
  return [
    ...(rights.includes("write") ? [{ value: "share", label: "Share…" }] : []),
    ...(mayManage ? [{ value: "hold", label: isHeld ? "Held…" : "Hold…" }] : []),
    ...(mayManage ? [{ value: "delete", label: "Delete session…" }] : []),
  ];
}
