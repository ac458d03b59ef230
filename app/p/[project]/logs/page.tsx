import type { Metadata } from "next";
import { Suspense } from "react";
import { LogsScreen } from "@/components/logs/logs-screen";

export const metadata: Metadata = { title: "Logs" };

interface LogsPageProps {
  params: Promise<{ project: string }>;
}

/** What is asked for stands in the address, which is read in the browser: hence `Suspense`. */
export default async function LogsPage({ params }: LogsPageProps) {
  const { project } = await params;
  return (
    <Suspense>
      <LogsScreen project={decodeURIComponent(project)} />
    </Suspense>
  );
}
