"use client";
import type { TimelineItem } from "@/lib/model/timeline";
import { readFigures } from "@/lib/view/span-figures";
import { collectIds, describeCall, findTurnWork, type ModelCall } from "@/lib/view/turn-work";
import { FactTable } from "./fact-table";
import { IdChip } from "./id-chip";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";
import { useRecords } from "./use-record";

/** What a turn or tool call took: its calls to models with their tokens, its ids. */
export function TurnWork({ item }: { item: TimelineItem }) {
  const { access, timeline } = useStage();
  const work = findTurnWork(timeline, item);
  const own = useRecords(access, timeline.session.id, work.ownIds);
  const calls = useRecords(access, timeline.session.id, work.callIds);
  const ids = collectIds(own);
  const isNode = timeline.session.sdk.language === "node";
  // The rest of their figures stands above already, from the transcript.
  const models = own
    .flatMap((record) => readFigures(record.attributes, isNode))
    .filter(({ title }) => title === "Model");
  return (
    <>
      {models[0] && <FactTable group={models[0]} />}
      {calls.length > 0 && <SectionTitle>Calls to models</SectionTitle>}
      <ul className="flex flex-col gap-1.5 text-sm">
        {calls.map((record) => (
          <Call key={record.id} call={describeCall(record)} />
        ))}
      </ul>
      {ids.length > 0 && (
        <>
          <SectionTitle>Ids</SectionTitle>
          <div className="flex flex-wrap gap-1.5">
            {ids.map((id) => (
              <IdChip key={id.text} name={id.name} value={id.text} hasName />
            ))}
          </div>
        </>
      )}
    </>
  );
}

function Call({ call }: { call: ModelCall }) {
  const { select } = useStage();
  return (
    <li>
      <button
        type="button"
        title="Show its span"
        className="mr-2 rounded-sm font-[520] underline decoration-line-strong decoration-dotted underline-offset-3 hover:decoration-text"
        onClick={() => select(call.spanId, "never")}
      >
        {call.title}
      </button>
      <span className="text-mute">{call.model}</span>
      <span className="block">
        {call.facts.map((fact, index) => (
          <span key={fact.name}>
            {index > 0 && <span className="text-faint"> · </span>}
            {fact.text} <span className="text-mute">{fact.name}</span>
          </span>
        ))}
      </span>
    </li>
  );
}
