"use client";
import { Download, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { formatBytes } from "@/lib/view/format";
import { useDownload } from "./use-download";

/** Everything of the session as a zip. A link that says how far it is; without scripts it is a plain download. */
export function DownloadButton({ url }: { url: string }) {
  const { bytes, failure, start, cancel } = useDownload(url);
  const isBusy = bytes !== null;
  return (
    <>
      <Button asChild variant="primary">
        <a
          href={url}
          download
          aria-label="Download data"
          aria-busy={isBusy}
          title={failure ? `${failure} Try again.` : undefined}
          onClick={(event) => {
            // A new tab or a saved link is the browser's own business.
            if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
            event.preventDefault();
            if (!isBusy) start();
          }}
        >
          <Download aria-hidden className="size-3.5" />
          <span className="tabular-nums">{isBusy ? formatBytes(bytes) : "Download data"}</span>
        </a>
      </Button>
      {isBusy && (
        <Button variant="ghost" size="icon" aria-label="Cancel the download" title="Cancel" onClick={cancel}>
          <X aria-hidden className="size-4" />
        </Button>
      )}
      <span role="alert" className={failure ? "text-err text-sm" : "sr-only"}>
        {failure && `Not downloaded: ${failure}`}
      </span>
    </>
  );
}
