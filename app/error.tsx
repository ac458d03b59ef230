"use client";
import { ErrorState } from "@/components/ui/error-state";

/** Drawing again what has come would break again: only a new answer of the server can help, so trying again is asking for one. */
export default function PageError({ error }: { error: Error & { digest?: string } }) {
  const detail = error.digest
    ? `The server could not make this page. Its log tells more under the mark ${error.digest}.`
    : error.message;
  return (
    <main id="content" className="grid flex-1 place-items-center">
      <ErrorState heading="h1" title="This page broke" detail={detail} onRetry={() => window.location.reload()} />
    </main>
  );
}
