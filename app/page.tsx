import { notFound, redirect } from "next/navigation";
import { listProjectIds } from "@/lib/query/keys";

/** The first project can appear at any time after the build. */
export const dynamic = "force-dynamic";

export default async function Home() {
  const [first] = await listProjectIds();
  if (!first) notFound();
  redirect(`/p/${encodeURIComponent(first.slug)}/sessions`);
}
