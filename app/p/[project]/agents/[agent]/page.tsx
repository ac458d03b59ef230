import type { Metadata } from "next";
import { AgentScreen } from "@/components/agents/agent-screen";

interface PageProps {
  params: Promise<{ project: string; agent: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).agent) };
}

export default async function AgentPage({ params }: PageProps) {
  const { project, agent } = await params;
  return <AgentScreen project={decodeURIComponent(project)} agent={decodeURIComponent(agent)} />;
}
