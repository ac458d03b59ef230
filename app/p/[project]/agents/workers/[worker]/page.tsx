import type { Metadata } from "next";
import { WorkerScreen } from "@/components/agents/worker-screen";

interface PageProps {
  params: Promise<{ project: string; worker: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Worker ${decodeURIComponent((await params).worker)}` };
}

export default async function WorkerPage({ params }: PageProps) {
  const { project, worker } = await params;
  return <WorkerScreen project={decodeURIComponent(project)} worker={decodeURIComponent(worker)} />;
}
