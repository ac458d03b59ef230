import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { TopBar } from "@/components/shell/top-bar";
import { allScopes } from "@/lib/access/scopes";
import { listProjects } from "@/lib/query/projects";

/** Whether the project exists is asked at every request, never at build time. */
export const dynamic = "force-dynamic";

interface ProjectLayoutProps {
  children: ReactNode;
  params: Promise<{ project: string }>;
}

/** There is no login yet: whoever reaches the server may open every project. */
export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { project: slug } = await params;
  const { projects } = await listProjects(await allScopes());
  const project = projects.find((each) => each.slug === decodeURIComponent(slug));
  if (!project) notFound();
  return (
    <>
      <TopBar project={project} />
      {children}
    </>
  );
}
