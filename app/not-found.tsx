import { SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <main id="content" className="grid flex-1 place-items-center">
      <EmptyState
        heading="h1"
        title="This page does not exist"
        icon={<SearchX className="size-7" />}
        action={
          <Button asChild variant="primary">
            <Link href="/">Go to the sessions</Link>
          </Button>
        }
      >
        The address may be mistyped, or what it showed is no longer kept.
      </EmptyState>
    </main>
  );
}
