import { CircleX } from "lucide-react";
import type { SentException } from "@/lib/view/exceptions";
import { CodeBlock } from "./code-block";
import { SectionTitle } from "./section-title";

/** What went wrong, with the stack where it was sent. */
export function ExceptionBlock({ exception }: { exception: SentException }) {
  return (
    <>
      <SectionTitle>Exception</SectionTitle>
      <p className="mb-2 flex items-start gap-1.5 text-err">
        <CircleX aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span className="min-w-0 break-words">
          <b className="font-[560]">{exception.type}</b> {exception.message}
        </span>
      </p>
      {exception.stack !== "" && <CodeBlock name="stack trace" text={exception.stack} />}
    </>
  );
}
