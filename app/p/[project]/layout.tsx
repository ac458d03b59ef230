import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { TopBar } from "@/components/shell/top-bar";
import { listProjectIds } from "@/lib/query/keys";

/** Whether the project exists is asked at every request, never at build time. */
export const dynamic = "force-dynamic";

interface ProjectLayoutProps {
  children: ReactNode;
  params: Promise<{ project: string }>;
}

export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { project: slug } = await params;
  const [project] = await listProjectIds(decodeURIComponent(slug));
  if (!project) notFound();
  return (
    <>
      <TopBar project={{ slug: project.slug, name: project.slug }} />
      {children}
    </>
  );
}
