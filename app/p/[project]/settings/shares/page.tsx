import type { Metadata } from "next";
import { SharesScreen } from "@/components/settings/shares-screen";

export const metadata: Metadata = { title: "Shared links" };

interface PageProps {
  params: Promise<{ project: string }>;
}

export default async function SharesPage({ params }: PageProps) {
  const { project } = await params;
  return <SharesScreen project={decodeURIComponent(project)} />;
}
