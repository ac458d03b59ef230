"use client";
import { readException } from "@/lib/view/exceptions";
import { findLoudLogs } from "@/lib/view/turn-work";
import { ExceptionBlock } from "./exception-block";
import { useStage } from "./stage";
import { useRecords } from "./use-record";

/** The exceptions that were logged while these spans were busy: what stands behind a failed tool or model. */
export function LoggedExceptions({ spanIds }: { spanIds: readonly string[] }) {
  const { access, timeline } = useStage();
  const logs = useRecords(access, timeline.session.id, findLoudLogs(timeline, spanIds));
  return logs.map((log) => {
    const exception = readException(log);
    return exception && <ExceptionBlock key={log.id} exception={exception} />;
  });
}
