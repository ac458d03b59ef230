import { Unlink } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";

/** A link that opens nothing, or nothing any more, and why. */
export function LinkVoid({ words }: { words: string }) {
  return (
    <EmptyState heading="h1" title="This link opens nothing" icon={<Unlink className="size-6" />}>
      {words} Ask whoever gave it to you for another.
    </EmptyState>
  );
}
