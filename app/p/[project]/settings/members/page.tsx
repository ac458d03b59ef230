import type { Metadata } from "next";
import { MembersScreen } from "@/components/settings/members-screen";

export const metadata: Metadata = { title: "Members" };

interface PageProps {
  params: Promise<{ project: string }>;
}

export default async function MembersPage({ params }: PageProps) {
  const { project } = await params;
  return <MembersScreen project={decodeURIComponent(project)} />;
}
