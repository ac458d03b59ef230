import { notFound, redirect } from "next/navigation";
import { allScopes } from "@/lib/access/scopes";
import { listProjects } from "@/lib/query/projects";

/** The first project can appear at any time after the build. */
export const dynamic = "force-dynamic";

export default async function Home() {
  const { projects } = await listProjects(await allScopes());
  const [first] = projects;
  if (!first) notFound();
  redirect(`/p/${encodeURIComponent(first.slug)}/sessions`);
}
