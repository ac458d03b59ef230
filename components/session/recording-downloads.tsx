"use client";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { listRecordingFiles } from "./recording-files";
import { useStage } from "./stage";

/** The recording to take along, beside the player. Not there without a recording. */
export function RecordingDownloads() {
  const files = listRecordingFiles(useStage());
  if (files.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="sm" aria-label="Download recording" title="Download the recording">
          <Download aria-hidden className="size-3.5" />
        </Button>
      }
      choices={files}
    />
  );
}
