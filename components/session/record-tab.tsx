"use client";
import type { TimelineRecord } from "@/lib/model/timeline";
import { listAgents } from "@/lib/view/agents";
import { describeRecord } from "@/lib/view/record-facts";
import { AttributeTable } from "./attribute-table";
import { IdChip } from "./id-chip";
import { RecordEvents } from "./record-events";
import { RecordState } from "./record-state";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";
import { ToolTexts } from "./tool-texts";
import { useRecord } from "./use-record";
import { WaitStack } from "./wait-stack";

/** Title, figures, the wait in parts, arguments and output, events, every attribute. */
export function RecordTab({ recordId }: { recordId: string }) {
  const { project, timeline } = useStage();
  const record = useRecord(project, timeline.session.id, recordId);
  const head = describeRecord(timeline, recordId, record.data ?? null);
  const item = timeline.items.find((one) => one.id === recordId);
  const instructions = listAgents(timeline).find((agent) => agent.recordId === recordId)?.instructions;
  const text = item?.text || timeline.logs.find((one) => one.id === recordId)?.message || "";
  return (
    <article className="px-4 pt-3.5 pb-6">
      <h2 className={`break-words font-semibold text-lg ${head?.tone === "error" ? "text-err" : ""}`}>
        {head?.title ?? "Record"}
      </h2>
      <p className="mono text-mute">{head?.when}</p>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        <IdChip name="record id" value={recordId} />
        <TraceChip recordId={recordId} />
      </div>
      {text !== "" && <p className="mt-3 whitespace-pre-wrap break-words">{text}</p>}
      {item && <WaitStack item={item} />}
      {head && head.facts.length > 0 && (
        <>
          <SectionTitle>Metrics</SectionTitle>
          <dl className="grid grid-cols-[minmax(0,10.5rem)_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
            {head.facts.map((fact) => (
              <div key={fact.name} className="contents">
                <dt className="text-mute">{fact.name}</dt>
                <dd className="break-words font-[520]">{fact.text}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {instructions && (
        <>
          <SectionTitle>Instructions</SectionTitle>
          <p className="whitespace-pre-wrap break-words">{instructions}</p>
        </>
      )}
      {item?.tool && <ToolTexts tool={item.tool} />}
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

function TraceChip({ recordId }: { recordId: string }) {
  const { timeline } = useStage();
  const span = timeline.spans.find((one) => one.id === recordId);
  return span ? <IdChip name="trace id" value={span.traceId} /> : null;
}
