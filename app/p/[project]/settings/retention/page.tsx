import type { Metadata } from "next";
import { RetentionScreen } from "@/components/settings/retention-screen";
import { ForManagers } from "../for-managers";

export const metadata: Metadata = { title: "Retention" };

interface PageProps {
  params: Promise<{ project: string }>;
}

export default async function RetentionPage({ params }: PageProps) {
  const slug = decodeURIComponent((await params).project);
  return (
    <ForManagers project={slug}>
      <RetentionScreen project={slug} />
    </ForManagers>
  );
}
