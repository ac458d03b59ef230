"use client";
import { useRef } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import type { TimelineRecord } from "@/lib/model/timeline";
import { readChatContext } from "@/lib/view/chat-context";
import { type DiffedEntry, diffContext } from "@/lib/view/context-diff";
import { findContextRecord, findPreviousContext } from "@/lib/view/context-source";
import { formatPlural } from "@/lib/view/format";
import { RecordState } from "./record-state";
import { useStage } from "./stage";
import { useRecord } from "./use-record";

/** The conversation that the model was given before it answered, with what it had not been given before marked. */
export function ContextTab({ recordId }: { recordId: string }) {
  const { timeline } = useStage();
  const sourceId = findContextRecord(timeline, recordId);
  if (sourceId === null) return <NoContext />;
  return (
    <div className="px-4 pb-6">
      <RecordState recordId={sourceId}>{(record) => <Conversation record={record} />}</RecordState>
    </div>
  );
}

function Conversation({ record }: { record: TimelineRecord }) {
  const { access, timeline } = useStage();
  const list = useRef<HTMLOListElement>(null);
  const previousId = findPreviousContext(timeline, record.id);
  const previous = useRecord(access, timeline.session.id, previousId);
  const entries = readChatContext(record.attributes);
  if (!entries) return <NoContext />;
  const before = previous.data ? readChatContext(previous.data.attributes) : null;
  const diff = diffContext(entries, before);
  return (
    <>
      <p className="pt-3.5 text-mute text-xs">
        {formatPlural(entries.length, "entry", "entries")} given to the model
        {record.isInputWhole === false && "; its beginning was never sent"}.{" "}
        {previousId === null
          ? "It is the first call of the session."
          : previous.isPending
            ? "Looking at the call before…"
            : before === null
              ? "The call before cannot be compared: its input did not come."
              : changesText(diff.newCount, diff.goneCount)}{" "}
        {diff.newCount > 0 && (
          <button
            type="button"
            className="rounded-sm text-accent underline-offset-2 hover:underline"
            onClick={() => list.current?.querySelector("[data-new]")?.scrollIntoView({ block: "start" })}
          >
            Go to the first
          </button>
        )}
      </p>
      <ol ref={list} className="flex flex-col gap-1 pt-2">
        {diff.entries.map((entry, index) => (
          <Entry key={`${index} ${entry.role} ${entry.text.slice(0, 40)}`} entry={entry} />
        ))}
      </ol>
    </>
  );
}

function changesText(newCount: number, goneCount: number): string {
  const added = newCount === 0 ? "Nothing is new" : `${newCount} new`;
  return `${added} since the call before${goneCount > 0 ? `, ${goneCount} no longer there` : ""}.`;
}

function Entry({ entry }: { entry: DiffedEntry }) {
  return (
    <li
      data-new={entry.isNew || undefined}
      className={`-mx-2 rounded-md border-l-2 px-2 py-1 ${entry.isNew ? "border-accent bg-sel" : "border-transparent"}`}
    >
      <h3 className={`flex items-center gap-2 font-[560] text-xs ${ROLE_TEXT[entry.role] ?? "text-mute"}`}>
        {entry.role}
        {entry.isNew && <span className="rounded-sm border border-accent px-1 text-2xs text-accent">new</span>}
      </h3>
      <p className="whitespace-pre-wrap break-words">{entry.text}</p>
    </li>
  );
}

const ROLE_TEXT: Record<string, string> = {
  user: "text-user",
  assistant: "text-agent",
  "tool call": "text-tool",
  "tool output": "text-tool",
  tool: "text-tool",
};

function NoContext() {
  return (
    <EmptyState title="No chat context" className="py-10">
      No LLM step with a conversation belongs to this record: it may have been said without a model, by a realtime model
      that keeps the conversation to itself, or sent without its content.
    </EmptyState>
  );
}
