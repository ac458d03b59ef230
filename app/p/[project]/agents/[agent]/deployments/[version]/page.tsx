import type { Metadata } from "next";
import { BuildLogScreen } from "@/components/agents/build-log-screen";

interface PageProps {
  params: Promise<{ project: string; agent: string; version: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Build of ${decodeURIComponent((await params).version)}` };
}

export default async function BuildLogPage({ params }: PageProps) {
  const { project, agent, version } = await params;
  return (
    <BuildLogScreen
      project={decodeURIComponent(project)}
      agent={decodeURIComponent(agent)}
      version={decodeURIComponent(version)}
    />
  );
}
