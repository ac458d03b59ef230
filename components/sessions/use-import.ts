"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { sessionPath } from "@/lib/view/paths";
import { sendZip } from "./send-zip";

/** What is being imported; `share` is how much of it was sent, 0 to 1. */
export interface ImportProgress {
  name: string;
  share: number;
}

/** Imports zips one after the other; a single one is opened when it is here. */
export function useImport(project: string) {
  const client = useQueryClient();
  const router = useRouter();
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const mutation = useMutation({
    mutationFn: async (files: File[]) => {
      const ids: string[] = [];
      for (const file of files) {
        setProgress({ name: file.name, share: 0 });
        ids.push(await sendZip(project, file, (share) => setProgress({ name: file.name, share })));
      }
      return ids;
    },
    onSuccess: ([first, ...others]) => {
      if (!first || others.length > 0) return;
      router.push(sessionPath(project, first));
    },
    onSettled: () => {
      setProgress(null);
      return Promise.all(["sessions", "facets"].map((key) => client.invalidateQueries({ queryKey: [key, project] })));
    },
  });
  return { ...mutation, progress };
}
