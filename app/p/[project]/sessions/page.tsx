import type { Metadata } from "next";
import { Suspense } from "react";
import { SessionsScreen } from "@/components/sessions/sessions-screen";

export const metadata: Metadata = { title: "Sessions" };

interface SessionsPageProps {
  params: Promise<{ project: string }>;
}

/** The filters stand in the address, which is read in the browser: hence `Suspense`. */
export default async function SessionsPage({ params }: SessionsPageProps) {
  const { project } = await params;
  return (
    <Suspense>
      <SessionsScreen project={decodeURIComponent(project)} />
    </Suspense>
  );
}
