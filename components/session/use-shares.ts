"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { nothing, sendJson } from "@/components/ui/send-json";
import { MadeShare, SharesAnswer } from "@/lib/model/shares";
import { sessionUrl } from "./session-url";

interface WantedShare {
  days: number;
  withAudio: boolean;
  redacted: boolean;
}

/** The links to a session, and how they are made and taken back. Asked for when somebody wants to see them. */
export function useShares(access: string, sessionId: string, isWanted: boolean) {
  const client = useQueryClient();
  const queryKey = ["shares", access, sessionId] as const;
  const url = (rest: string) => sessionUrl(access, sessionId, rest);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchJson(SharesAnswer, url("shares"), { signal }),
    enabled: isWanted,
  });
  const then = async <T>(answer: Promise<T>): Promise<T> => {
    const given = await answer;
    await client.invalidateQueries({ queryKey });
    return given;
  };
  return {
    ...query,
    make: (body: WantedShare) => then(sendJson(MadeShare, url("shares"), { body })),
    revoke: (id: string) => then(sendJson(nothing, url(`shares/${encodeURIComponent(id)}`), { method: "DELETE" })),
  };
}
