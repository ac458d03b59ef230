import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { projectDoor } from "@/components/session/door";
import { SessionScreen } from "@/components/session/session-screen";
import { proveScope } from "@/lib/access/scopes";
import { LATE_SCRIPTS } from "@/lib/http/late-scripts";
import type { Right } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";
import { loadOpening } from "../../../../load-opening";
import { membershipIn } from "../../membership";

interface PageProps {
  params: Promise<{ project: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: "Session" };

export default async function SessionPage({ params, searchParams }: PageProps) {
  const { project, id } = await params;
  const slug = decodeURIComponent(project);
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    if (typeof value === "string") search.set(name, value);
  }
  const { scope, rights } = await enterProject(slug);
  const sessionId = decodeURIComponent(id);
  const brought = await loadOpening({ scope, rights: new Set(rights) }, sessionId);
  return (
    <>
      {brought.opening && <meta name={LATE_SCRIPTS} content="yes" />}
      <SessionScreen door={projectDoor(slug, rights)} sessionId={sessionId} search={search.toString()} {...brought} />
    </>
  );
}

async function enterProject(slug: string): Promise<{ scope: ProjectScope; rights: Right[] }> {
  const membership = await membershipIn(slug);
  if (!membership) notFound();
  return { scope: proveScope(membership.projectId), rights: [...membership.rights] };
}
