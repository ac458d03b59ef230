"use client";
import { CodeBlock } from "./code-block";
import { RecordState } from "./record-state";

/** The record as the sender wrote it, under its names and in its units. */
export function RawTab({ recordId }: { recordId: string }) {
  return (
    <div className="px-4 py-3.5 [&_pre]:max-h-none">
      <RecordState recordId={recordId}>
        {(record) => <CodeBlock name="record as sent" text={JSON.stringify(record.sent, null, 2) ?? "null"} />}
      </RecordState>
    </div>
  );
}
