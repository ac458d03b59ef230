import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetupForm } from "@/components/people/setup-form";
import { loadSetup } from "@/lib/access/setup";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  const { isOpen, needsCode } = await loadSetup();
  if (!isOpen) redirect("/login");
  return <SetupForm needsCode={needsCode} />;
}
