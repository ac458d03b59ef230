import { SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { projectPath } from "@/lib/view/paths";

interface SessionMissingProps {
  project: string;
  sessionId: string;
}

/** There is no such session, and why that may be. */
export function SessionMissing({ project, sessionId }: SessionMissingProps) {
  return (
    <EmptyState
      title="There is no such session"
      icon={<SearchX className="size-6" />}
      action={
        <Button asChild>
          <Link href={projectPath(project, "sessions")}>All sessions</Link>
        </Button>
      }
    >
      Nothing is stored under <span className="mono break-all text-text">{sessionId}</span> in this project. It may have
      been deleted, belong to another project, or recording was off when it ran.
    </EmptyState>
  );
}
