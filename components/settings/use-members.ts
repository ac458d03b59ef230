"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/components/ui/fetch-json";
import { nothing, sendJson } from "@/components/ui/send-json";
import { MadeLink, Member, MembersAnswer, type Role } from "@/lib/model/people";
import { projectUrl } from "./project-url";

export interface NewInvite {
  email?: string;
  role: Role;
  mayHear: boolean;
  days: number;
}

/** Who belongs to the project, who is invited, and how that is changed. */
export function useMembers(project: string) {
  const client = useQueryClient();
  const queryKey = ["members", project];
  const url = (path: string) => projectUrl(project, `/project${path}`);
  const query = useQuery({ queryKey, queryFn: ({ signal }) => fetchJson(MembersAnswer, url("/members"), { signal }) });
  const then = async <T>(answer: Promise<T>): Promise<T> => {
    const given = await answer;
    await client.invalidateQueries({ queryKey });
    return given;
  };
  const member = (id: string) => url(`/members/${encodeURIComponent(id)}`);
  return {
    ...query,
    change: (id: string, body: { role?: Role; mayHear?: boolean }) =>
      then(sendJson(Member, member(id), { method: "PATCH", body })),
    remove: (id: string) => then(sendJson(nothing, member(id), { method: "DELETE" })),
    reset: (id: string) => then(sendJson(MadeLink, url(`/members/${encodeURIComponent(id)}/reset`))),
    invite: (body: NewInvite) => then(sendJson(MadeLink, url("/invites"), { body })),
    withdraw: (id: string) => then(sendJson(nothing, url(`/invites/${encodeURIComponent(id)}`), { method: "DELETE" })),
  };
}
