import { Download } from "lucide-react";
import { cx } from "./cx";
import { Menu } from "./menu";

interface FileMenuProps {
  /** The accessible name. */
  label: string;
  /** What the button shows beside its sign. */
  text: string;
  formats: { value: string; label: string }[];
  /** The address of the file in a format; asked when it is chosen. */
  urlOf: (format: string) => string;
  isEnabled?: boolean;
  /** Below this width the button shows its sign alone. */
  textFrom?: "sm" | "xl";
}

/** What is listed, as a file. The browser downloads it while the server makes it. */
export function FileMenu({ label, text, formats, urlOf, isEnabled = true, textFrom }: FileMenuProps) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={label}
          disabled={!isEnabled}
          className="inline-flex h-9 shrink-0 items-center gap-1.5 rounded-lg border border-line bg-panel px-3 text-mute transition-colors hover:border-line-strong hover:text-text disabled:opacity-50"
        >
          <Download aria-hidden className="size-3.5" />
          <span className={cx(textFrom === "sm" && "max-sm:sr-only", textFrom === "xl" && "max-xl:sr-only")}>
            {text}
          </span>
        </button>
      }
      choices={formats}
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
