import type { Metadata } from "next";
import { KeysScreen } from "@/components/settings/keys-screen";

export const metadata: Metadata = { title: "API keys" };

interface PageProps {
  params: Promise<{ project: string }>;
}

export default async function KeysPage({ params }: PageProps) {
  const { project } = await params;
  return <KeysScreen project={decodeURIComponent(project)} />;
}
