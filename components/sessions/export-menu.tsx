import { Download } from "lucide-react";
import { Menu } from "@/components/ui/menu";

const FORMATS = [
  { value: "csv", label: "CSV, for spreadsheets" },
  { value: "ndjson", label: "NDJSON, one session a line" },
];

interface ExportMenuProps {
  label: string;
  /** The address of the file in a format. */
  urlOf: (format: string) => string;
  isIconOnly?: boolean;
}

/** A list as a file. The browser downloads it while the server makes it. */
export function ExportMenu({ label, urlOf, isIconOnly = false }: ExportMenuProps) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={label}
          className="inline-flex h-9 shrink-0 items-center gap-1.5 rounded-lg border border-line bg-panel px-3 text-mute transition-colors hover:border-line-strong hover:text-text"
        >
          <Download aria-hidden className="size-3.5" />
          <span className={isIconOnly ? "max-xl:sr-only" : undefined}>Export</span>
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
