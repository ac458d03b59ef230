import type { TimelineRecord } from "@/lib/model/timeline";

/** What went wrong inside of a record, as the sender told it. Empty texts were not sent. */
export interface SentException {
  type: string;
  message: string;
  stack: string;
}

/**
 * The exception of a record: from its attributes, else from an event of that name (OpenTelemetry's semantic
 * conventions for exceptions, which the SDKs follow on spans and logs). Null when it tells of none.
 */
export function readException(record: Pick<TimelineRecord, "attributes" | "events">): SentException | null {
  const event = record.events.find((one) => one.name === "exception");
  for (const attributes of [record.attributes, event?.attributes ?? {}]) {
    const type = textOf(attributes["exception.type"]);
    const message = textOf(attributes["exception.message"]);
    const stack = textOf(attributes["exception.stacktrace"]);
    if (type !== "" || message !== "" || stack !== "") return { type, message, stack };
  }
  return null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
