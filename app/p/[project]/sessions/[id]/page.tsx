import type { Metadata } from "next";
import { SessionScreen } from "@/components/session/session-screen";

interface PageProps {
  params: Promise<{ project: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: "Session" };

export default async function SessionPage({ params, searchParams }: PageProps) {
  const { project, id } = await params;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    if (typeof value === "string") search.set(name, value);
  }
  return (
    <SessionScreen
      project={decodeURIComponent(project)}
      sessionId={decodeURIComponent(id)}
      search={search.toString()}
    />
  );
}
