"use client";
import { findContextRecord } from "@/lib/view/context-source";
import type { Row } from "@/lib/view/rows";
import { findUnheard } from "@/lib/view/unheard";
import { useStage } from "./stage";
import { useRecord } from "./use-record";

/**
 * The end of an interrupted turn: the words that the agent meant to say and the caller never heard, struck. They stand
 * in the last LLM step of the turn, which is asked for when the row is in sight.
 */
export function UnheardWords({ row }: { row: Row }) {
  const { access, timeline } = useStage();
  const record = useRecord(access, timeline.session.id, findContextRecord(timeline, row.id));
  const meant = Object.entries(record.data?.attributes ?? {}).find(([name]) => name.endsWith(".response.text"))?.[1];
  const unheard = typeof meant === "string" ? findUnheard(row.text, meant) : "";
  return (
    <>
      {" "}
      {unheard !== "" && (
        <s className="text-faint" title="Not heard">
          <span className="sr-only">not heard: </span>
          {unheard}
        </s>
      )}{" "}
      <span className="hatch mr-0.5 inline-block h-2.5 w-4 rounded-[2px] text-err/60 align-baseline" aria-hidden />
      <span className="text-err text-xs">interrupted</span>
    </>
  );
}
