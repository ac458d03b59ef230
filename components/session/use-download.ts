"use client";
import { useRef, useState } from "react";

/** A larger file would fill the browser's store before it is saved: then the browser loads it itself, without our progress. */
const KEPT_BYTES_MAX = 1_000_000_000;
/** Pieces are joined into one blob, which browsers keep on disk, when so many bytes are in memory. */
const JOINED_BYTES = 16_000_000;

interface DownloadState {
  /** Bytes that came so far; null while nothing is being fetched. */
  bytes: number | null;
  failure: string | null;
}

const IDLE: DownloadState = { bytes: null, failure: null };

/**
 * Fetches a file and says how much of it is here, then saves it under the server's name for it. What is too large, or does not come,
 * is left to the browser's own download of the same address.
 */
export function useDownload(url: string) {
  const [state, setState] = useState<DownloadState>(IDLE);
  const abort = useRef<AbortController | null>(null);
  const start = async () => {
    const controller = new AbortController();
    abort.current = controller;
    setState({ bytes: 0, failure: null });
    try {
      const response = await fetch(url, { signal: controller.signal });
      if (!response.ok || !response.body) throw new Error(`The server answered with status ${response.status}.`);
      const file = await collect(response.body, (bytes) => setState({ bytes, failure: null }));
      if (file) saveAs(URL.createObjectURL(file), nameOf(response));
      else {
        controller.abort();
        saveAs(url, "");
      }
      setState(IDLE);
    } catch (error) {
      if (controller.signal.aborted) setState(IDLE);
      else setState({ bytes: null, failure: error instanceof Error ? error.message : String(error) });
    }
  };
  return { ...state, start: () => void start(), cancel: () => abort.current?.abort() };
}

/** The whole of it as a blob; null when it is too large to be kept. */
async function collect(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (bytes: number) => void,
): Promise<Blob | null> {
  const reader = body.getReader();
  let file = new Blob();
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let [bytes, loose] = [0, 0];
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    pieces.push(step.value);
    bytes += step.value.length;
    loose += step.value.length;
    if (bytes > KEPT_BYTES_MAX) return null;
    if (loose > JOINED_BYTES) {
      file = new Blob([file, ...pieces]);
      [pieces, loose] = [[], 0];
    }
    onBytes(bytes);
  }
  return new Blob([file, ...pieces], { type: "application/zip" });
}

function nameOf(response: Response): string {
  return /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "session.zip";
}

function saveAs(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  if (address.startsWith("blob:")) setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
