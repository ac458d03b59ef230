import type { Metadata } from "next";
import { PrivacyScreen } from "@/components/settings/privacy-screen";
import { ForManagers } from "../for-managers";

export const metadata: Metadata = { title: "Data and privacy" };

interface PrivacyPageProps {
  params: Promise<{ project: string }>;
}

export default async function PrivacyPage({ params }: PrivacyPageProps) {
  const slug = decodeURIComponent((await params).project);
  return (
    <ForManagers project={slug}>
      <PrivacyScreen slug={slug} />
    </ForManagers>
  );
}
