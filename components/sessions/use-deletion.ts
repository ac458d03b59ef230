"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { RequestError } from "@/components/ui/fetch-json";
import { sendJson } from "@/components/ui/send-json";

const Deleted = z.object({ id: z.string() });
/** What somebody deleted meanwhile is gone, as was wanted. */
const GONE = 404;

/** Deletes sessions one after the other, so that each is refused or done by itself; `doneCount` moves along. */
export function useDeletion(project: string, onDone: () => void) {
  const client = useQueryClient();
  const [doneCount, setDoneCount] = useState(0);
  const deletion = useMutation({
    mutationFn: async (ids: string[]) => {
      setDoneCount(0);
      const refused: string[] = [];
      for (const id of ids) {
        const why = await deleteOne(project, id);
        if (why !== null) refused.push(why);
        setDoneCount((count) => count + 1);
      }
      if (refused.length > 0) throw new Error([...new Set(refused)].join(" "));
    },
    onSuccess: onDone,
    onSettled: () =>
      Promise.all(["sessions", "facets"].map((key) => client.invalidateQueries({ queryKey: [key, project] }))),
  });
  return { ...deletion, doneCount };
}

/** Null when it is deleted, else why it is not. */
async function deleteOne(project: string, id: string): Promise<string | null> {
  const url = `/api/v1/sessions/${encodeURIComponent(id)}?${new URLSearchParams({ project })}`;
  try {
    await sendJson(Deleted, url, { method: "DELETE" });
    return null;
  } catch (error) {
    if (error instanceof RequestError) return error.status === GONE ? null : error.message;
    throw error;
  }
}
