"use client";
import type { TimelineRecord } from "@/lib/model/timeline";
import { readException } from "@/lib/view/exceptions";
import { formatClockMs } from "@/lib/view/format";
import { AttributeTable } from "./attribute-table";
import { ExceptionBlock } from "./exception-block";
import { SectionTitle } from "./section-title";

/** The exception that a record tells of, and the moments inside of a span. */
export function RecordEvents({ record }: { record: TimelineRecord }) {
  const exception = readException(record);
  return (
    <>
      {exception && <ExceptionBlock exception={exception} />}
      {record.events.length > 0 && <SectionTitle>Events</SectionTitle>}
      <ul className="flex flex-col gap-1">
        {record.events.map((event, index) => (
          <li key={`${event.atMs} ${event.name} ${record.events.indexOf(event) + index}`}>
            <details>
              <summary className="cursor-pointer">
                <span className="mono mr-2.5 text-faint">{formatClockMs(event.atMs)}</span>
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
