import type { Metadata } from "next";
import { PrivacyScreen } from "@/components/settings/privacy-screen";

export const metadata: Metadata = { title: "Data and privacy" };

interface PrivacyPageProps {
  params: Promise<{ project: string }>;
}

export default async function PrivacyPage({ params }: PrivacyPageProps) {
  const { project } = await params;
  return <PrivacyScreen slug={decodeURIComponent(project)} />;
}
