"use client";
import { EmptyState } from "@/components/ui/empty-state";
import { readChatContext } from "@/lib/view/chat-context";
import { findContextRecord } from "@/lib/view/context-source";
import { RecordState } from "./record-state";
import { useStage } from "./stage";

/** The conversation that the model was given before it answered. */
export function ContextTab({ recordId }: { recordId: string }) {
  const { timeline } = useStage();
  const sourceId = findContextRecord(timeline, recordId);
  if (sourceId === null) return <NoContext />;
  return (
    <div className="px-4 pb-6">
      <RecordState recordId={sourceId}>
        {(record) => {
          const entries = readChatContext(record.attributes);
          if (!entries) return <NoContext />;
          return (
            <ol className="flex flex-col gap-3 pt-3.5">
              {entries.map((entry, index) => (
                <li key={`${index} ${entry.role} ${entry.text.slice(0, 40)}`}>
                  <h3 className={`font-[560] text-xs ${ROLE_TEXT[entry.role] ?? "text-mute"}`}>{entry.role}</h3>
                  <p className="whitespace-pre-wrap break-words">{entry.text}</p>
                </li>
              ))}
            </ol>
          );
        }}
      </RecordState>
    </div>
  );
}

const ROLE_TEXT: Record<string, string> = {
  user: "text-user",
  assistant: "text-agent",
  "tool call": "text-tool",
  "tool output": "text-tool",
};

function NoContext() {
  return (
    <EmptyState title="No chat context" className="py-10">
      No LLM step with a conversation belongs to this record: it may have been said without a model, or sent without its
      content.
    </EmptyState>
  );
}
