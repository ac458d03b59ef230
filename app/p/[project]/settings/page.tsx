import type { Metadata } from "next";
import { ProjectScreen } from "@/components/settings/project-screen";

export const metadata: Metadata = { title: "Project" };

interface PageProps {
  params: Promise<{ project: string }>;
}

export default async function ProjectSettingsPage({ params }: PageProps) {
  const { project } = await params;
  return <ProjectScreen project={decodeURIComponent(project)} />;
}
