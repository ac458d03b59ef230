"use client";
import { useEffect, useRef, useState } from "react";

/** Takes files that are dropped anywhere on the page; true while some are held over it. */
export function useZipDrop(onFiles: (files: File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    // Moving over an element's children enters and leaves them, too.
    let depth = 0;
    const show = (change: number) => {
      depth = Math.max(0, depth + change);
      setIsOver(depth > 0);
    };
    const on = (name: "dragenter" | "dragover" | "dragleave" | "drop", handle: (event: DragEvent) => void) => {
      const handleFiles = (event: DragEvent) => {
        if (event.dataTransfer?.types.includes("Files")) handle(event);
      };
      window.addEventListener(name, handleFiles, { signal });
    };
    on("dragenter", () => show(1));
    on("dragleave", () => show(-1));
    on("dragover", (event) => event.preventDefault());
    on("drop", (event) => {
      event.preventDefault();
      show(Number.NEGATIVE_INFINITY);
      take.current([...(event.dataTransfer?.files ?? [])]);
    });
    return () => listening.abort();
  }, []);
  return isOver;
}
