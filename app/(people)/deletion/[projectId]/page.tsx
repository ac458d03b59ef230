import type { Metadata } from "next";
import { DeletionScreen } from "@/components/people/deletion-screen";
import { requirePerson } from "../../../require-person";

export const metadata: Metadata = { title: "Deletion" };

export default async function DeletionPage({ params }: { params: Promise<{ projectId: string }> }) {
  await requirePerson();
  const { projectId } = await params;
  return <DeletionScreen projectId={decodeURIComponent(projectId)} />;
}
