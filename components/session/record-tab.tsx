"use client";
import type { TimelineRecord } from "@/lib/model/timeline";
import { listAgents } from "@/lib/view/agents";
import { describeRecord } from "@/lib/view/record-facts";
import { AttributeTable } from "./attribute-table";
import { FactTable } from "./fact-table";
import { LoggedExceptions } from "./logged-exceptions";
import { RecordEvents } from "./record-events";
import { RecordHead } from "./record-head";
import { RecordState } from "./record-state";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";
import { ToolTexts } from "./tool-texts";
import { TurnWork } from "./turn-work";
import { useRecord } from "./use-record";
import { WaitStack } from "./wait-stack";

/** Title, figures, the wait in parts, arguments and output, events, every attribute. */
export function RecordTab({ recordId }: { recordId: string }) {
  const { access, timeline } = useStage();
  const record = useRecord(access, timeline.session.id, recordId);
  const head = describeRecord(timeline, recordId, record.data ?? null);
  const item = timeline.items.find((one) => one.id === recordId);
  const instructions = listAgents(timeline).find((agent) => agent.recordId === recordId)?.instructions;
  const text = item?.text || timeline.logs.find((one) => one.id === recordId)?.message || "";
  return (
    <article className="px-4 pt-3.5 pb-6">
      <RecordHead recordId={recordId} head={head} />
      {text !== "" && <p className="mt-3 whitespace-pre-wrap break-words">{text}</p>}
      {item && <WaitStack item={item} />}
      {head?.groups.map((group) => (
        <FactTable key={group.title} group={group} />
      ))}
      {instructions && (
        <>
          <SectionTitle>Instructions</SectionTitle>
          <p className="whitespace-pre-wrap break-words">{instructions}</p>
        </>
      )}
      {item?.tool && <ToolTexts tool={item.tool} />}
      <LoggedExceptions spanIds={item ? item.spanIds : [recordId]} />
      {item && <TurnWork item={item} />}
      <RecordState recordId={recordId}>{(whole) => <WholeRecord record={whole} />}</RecordState>
    </article>
  );
}

function WholeRecord({ record }: { record: TimelineRecord }) {
  return (
    <>
      <RecordEvents record={record} />
      <AttributeTable title="Attributes" attributes={record.attributes} />
      <AttributeTable title="Resource" attributes={record.resource} />
    </>
  );
}
