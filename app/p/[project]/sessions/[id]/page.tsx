import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { projectDoor } from "@/components/session/door";
import { SessionScreen } from "@/components/session/session-screen";

import { rightsOfRole } from "@/lib/access/rights";
import type { Right } from "@/lib/model/people";
import { listPersonProjects } from "@/lib/query/people";
import { requirePerson } from "../../../../require-person";

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
  return (
    <SessionScreen
      door={projectDoor(slug, await rightsIn(slug))}
      sessionId={decodeURIComponent(id)}
      search={search.toString()}
    />
  );
}

/** What the person may do here, so that the page offers nothing else; the API checks it all again. */
async function rightsIn(slug: string): Promise<Right[]> {
  const { personId } = await requirePerson();
  const project = (await listPersonProjects(personId)).find((each) => each.slug === slug);
  if (!project) notFound();
  return [...rightsOfRole(project.role, project.mayHear)];
}
