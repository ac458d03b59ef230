import type { Metadata } from "next";
import { RetentionScreen } from "@/components/settings/retention-screen";

export const metadata: Metadata = { title: "Retention" };

interface PageProps {
  params: Promise<{ project: string }>;
}

export default async function RetentionPage({ params }: PageProps) {
  const { project } = await params;
  return <RetentionScreen project={decodeURIComponent(project)} />;
}
