import { Download } from "lucide-react";
import { Menu } from "@/components/ui/menu";
import { type LogsAddress, spanOf } from "@/lib/view/line-address";
import { linesUrl } from "./logs-url";

const FORMATS = [
  { value: "text", label: "Text, as it was printed" },
  { value: "ndjson", label: "NDJSON, one line an object" },
];

interface DownloadMenuProps {
  project: string;
  address: LogsAddress;
  isEnabled: boolean;
}

/** Exactly what this filter finds in this time, as a file. The browser downloads it while the server makes it. */
export function DownloadMenu({ project, address, isEnabled }: DownloadMenuProps) {
  const urlOf = (format: string) => {
    const nowMs = Date.now();
    const { from, to } = spanOf(address, nowMs);
    return linesUrl("/download", { project, q: address.q, from, to: to ?? new Date(nowMs).toISOString(), format });
  };
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label="Download these lines"
          disabled={!isEnabled}
          className="inline-flex h-9 shrink-0 items-center gap-1.5 rounded-lg border border-line bg-panel px-3 text-mute transition-colors hover:border-line-strong hover:text-text disabled:opacity-50"
        >
          <Download aria-hidden className="size-3.5" />
          <span className="max-sm:sr-only">Download</span>
        </button>
      }
      choices={FORMATS}
      onChoose={(format) => download(urlOf(format))}
    />
  );
}

function download(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}
