import type { Metadata } from "next";
import { AgentsScreen } from "@/components/agents/agents-screen";

export const metadata: Metadata = { title: "Agents" };

interface PageProps {
  params: Promise<{ project: string }>;
}

export default async function AgentsPage({ params }: PageProps) {
  const { project } = await params;
  return <AgentsScreen project={decodeURIComponent(project)} />;
}
