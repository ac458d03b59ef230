import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { FlashBar } from "@/components/shell/flash-bar";
import { NoticeBar } from "@/components/shell/notice-bar";
import { PaletteFrame } from "@/components/shell/palette-frame";
import { TopBar } from "@/components/shell/top-bar";
import { listPersonProjects } from "@/lib/query/people";
import { loadDiskWarning } from "@/lib/query/readiness";
import { requirePerson } from "../../require-person";

/** Who asks is looked up at every request, never at build time. */
export const dynamic = "force-dynamic";

interface ProjectLayoutProps {
  children: ReactNode;
  params: Promise<{ project: string }>;
}

/** A project that the person does not belong to looks like one that does not exist. */
export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const person = await requirePerson();
  const { project: slug } = await params;
  const projects = await listPersonProjects(person.personId);
  const project = projects.find((each) => each.slug === decodeURIComponent(slug));
  if (!project) notFound();
  const isInCharge = project.role === "owner" || project.role === "admin";
  const warning = isInCharge ? await loadDiskWarning() : null;
  return (
    <PaletteFrame project={project.slug}>
      <TopBar project={project} projects={projects} person={person} />
      {warning && <NoticeBar text={warning} />}
      {children}
      <FlashBar />
    </PaletteFrame>
  );
}
