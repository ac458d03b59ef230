"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { nothing, sendJson } from "@/components/ui/send-json";
import { type KeyInput, KeysAnswer, MadeKey } from "@/lib/model/keys";
import { projectUrl } from "./project-url";

/** The project's key pairs, and how they are made and revoked. */
export function useKeys(project: string) {
  const client = useQueryClient();
  const queryKey = ["keys", project];
  const url = projectUrl(project, "/project/keys");
  const query = useQuery({ queryKey, queryFn: ({ signal }) => fetchJson(KeysAnswer, url, { signal }) });
  const reload = () => client.invalidateQueries({ queryKey });
  return {
    ...query,
    make: async (input: KeyInput) => {
      const made = await sendJson(MadeKey, url, { body: input });
      await reload();
      return made;
    },
    revoke: async (keyId: string) => {
      const path = `/project/keys/${encodeURIComponent(keyId)}`;
      await sendJson(nothing, projectUrl(project, path), { method: "DELETE" });
      await reload();
    },
  };
}
