import type { Metadata } from "next";
import { ProjectScreen } from "@/components/settings/project-screen";
import { membershipIn } from "../membership";
import { ForManagers } from "./for-managers";

export const metadata: Metadata = { title: "Project" };

interface PageProps {
  params: Promise<{ project: string }>;
}

export default async function ProjectSettingsPage({ params }: PageProps) {
  const slug = decodeURIComponent((await params).project);
  return (
    <ForManagers project={slug}>
      <ProjectScreen project={slug} isOwner={(await membershipIn(slug))?.rights.has("own") ?? false} />
    </ForManagers>
  );
}
