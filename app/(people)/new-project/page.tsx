import type { Metadata } from "next";
import { NewProjectForm } from "@/components/people/new-project-form";
import { requirePerson } from "../../require-person";

export const metadata: Metadata = { title: "New project" };

export default async function NewProjectPage() {
  await requirePerson();
  return <NewProjectForm />;
}
