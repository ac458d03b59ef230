"use client";
import { CircleX } from "lucide-react";
import type { TimelineRecord } from "@/lib/model/timeline";
import { readException } from "@/lib/view/exceptions";
import { formatClock } from "@/lib/view/format";
import { AttributeTable } from "./attribute-table";
import { CodeBlock } from "./code-block";
import { SectionTitle } from "./section-title";

/** The exception that a record tells of, and the moments inside of a span. */
export function RecordEvents({ record }: { record: TimelineRecord }) {
  const exception = readException(record);
  return (
    <>
      {exception && (
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
      )}
      {record.events.length > 0 && <SectionTitle>Events</SectionTitle>}
      <ul className="flex flex-col gap-1">
        {record.events.map((event, index) => (
          <li key={`${event.atMs} ${event.name} ${record.events.indexOf(event) + index}`}>
            <details>
              <summary className="cursor-pointer">
                <span className="mono mr-2.5 text-faint">{formatClock(event.atMs)}</span>
                {event.name}
              </summary>
              <div className="pl-4">
                <AttributeTable title="Attributes" attributes={event.attributes} />
              </div>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}
