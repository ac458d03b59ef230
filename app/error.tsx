"use client";
import { ErrorState } from "@/components/ui/error-state";

interface PageErrorProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function PageError({ error, reset }: PageErrorProps) {
  const detail = error.digest
    ? `The server could not make this page. Its log tells more under the mark ${error.digest}.`
    : error.message;
  return (
    <main id="content" className="grid flex-1 place-items-center">
      <ErrorState heading="h1" title="This page broke" detail={detail} onRetry={reset} />
    </main>
  );
}
