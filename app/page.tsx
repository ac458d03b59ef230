import { Inbox } from "lucide-react";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { listPersonProjects } from "@/lib/query/people";
import { requirePerson } from "./require-person";

/** Projects come and go after the build. */
export const dynamic = "force-dynamic";

export default async function Home() {
  const person = await requirePerson();
  const [first] = await listPersonProjects(person.personId);
  if (first) redirect(`/p/${encodeURIComponent(first.slug)}/sessions`);
  return (
    <main id="content" className="grid flex-1 place-items-center">
      <EmptyState
        heading="h1"
        title="You are in no project yet"
        icon={<Inbox className="size-7" />}
        action={
          <Button asChild>
            <Link href="/new-project">New project</Link>
          </Button>
        }
      >
        You are logged in as {person.email}. Ask an owner of a project for an invitation, and open it in this browser.
      </EmptyState>
    </main>
  );
}
