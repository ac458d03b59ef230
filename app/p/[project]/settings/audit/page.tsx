import type { Metadata } from "next";
import { AuditScreen } from "@/components/settings/audit-screen";

export const metadata: Metadata = { title: "Audit log" };

interface PageProps {
  params: Promise<{ project: string }>;
}

export default async function AuditPage({ params }: PageProps) {
  const { project } = await params;
  return <AuditScreen project={decodeURIComponent(project)} />;
}
