import { FileMenu } from "@/components/ui/file-menu";
import { type LogsAddress, spanOf } from "@/lib/view/line-address";
import { linesUrl } from "./logs-url";

const FORMATS = [
  { value: "text", label: "Text, as it was printed" },
  { value: "ndjson", label: "NDJSON, one object a line" },
];

interface DownloadMenuProps {
  project: string;
  address: LogsAddress;
  isEnabled: boolean;
}

/** Exactly what this filter finds in this time, as a file. */
export function DownloadMenu({ project, address, isEnabled }: DownloadMenuProps) {
  const urlOf = (format: string) => {
    const nowMs = Date.now();
    const { from, to } = spanOf(address, nowMs);
    return linesUrl("/download", { project, q: address.q, from, to: to ?? new Date(nowMs).toISOString(), format });
  };
  return (
    <FileMenu
      label="Download these lines"
      text="Download"
      formats={FORMATS}
      urlOf={urlOf}
      isEnabled={isEnabled}
      textFrom="sm"
    />
  );
}
