"use client";
import { Upload, X } from "lucide-react";
import { useRef } from "react";
import { type ImportProgress, useImport } from "./use-import";
import { useZipDrop } from "./use-zip-drop";

/** Brings sessions in that were downloaded elsewhere: by a button, or by dropping their zips anywhere on the screen. */
export function ImportZip({ project }: { project: string }) {
  const { mutate, progress, error, reset, isPending } = useImport(project);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: File[]) => {
    if (!isPending && files.length > 0) mutate(files);
  };
  const isOver = useZipDrop(take);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        multiple
        hidden
        aria-label="Zip of a session"
        onChange={({ target }) => {
          take([...(target.files ?? [])]);
          // The same file may be chosen again.
          target.value = "";
        }}
      />
      <button
        type="button"
        aria-label="Import a session"
        title="Import a session from its zip; you can also drop it here"
        disabled={isPending}
        onClick={() => input.current?.click()}
        className="inline-flex h-9 shrink-0 items-center gap-1.5 rounded-lg border border-line bg-panel px-3 text-mute transition-colors hover:border-line-strong hover:text-text disabled:opacity-60"
      >
        <Upload aria-hidden className="size-3.5" />
        <span className="max-xl:sr-only">Import</span>
      </button>
      {isOver && <DropHint isBusy={isPending} />}
      {progress && <Progress {...progress} />}
      {error && <Refusal words={error.message} onClose={reset} />}
    </>
  );
}

function DropHint({ isBusy }: { isBusy: boolean }) {
  return (
    <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-xl border-2 border-line-strong border-dashed bg-bg/85">
      <p className="font-[560] text-lg">
        {isBusy ? "Another import is still running" : "Drop the zip of a session to import it"}
      </p>
    </div>
  );
}

const CARD =
  "fixed right-4 bottom-4 z-40 w-[min(400px,calc(100vw-32px))] rounded-xl border border-line-strong bg-panel p-4 shadow-lg";

function Progress({ name, share }: ImportProgress) {
  return (
    <div role="status" className={CARD}>
      <p className="truncate font-[560]">{name}</p>
      <p className="pt-1 text-mute">{share < 1 ? "Sending…" : "Checking and storing…"}</p>
      <progress value={share} max={1} aria-label={`Sending ${name}`} className="mt-2 h-1.5 w-full" />
    </div>
  );
}

function Refusal({ words, onClose }: { words: string; onClose: () => void }) {
  return (
    <div role="alert" className={CARD}>
      <div className="flex items-start gap-2">
        <p className="flex-1 font-[560]">Not imported</p>
        <button type="button" aria-label="Close" onClick={onClose} className="rounded p-0.5 text-mute hover:text-text">
          <X aria-hidden className="size-4" />
        </button>
      </div>
      <p className="pt-1 break-words text-mute">{words}</p>
    </div>
  );
}
