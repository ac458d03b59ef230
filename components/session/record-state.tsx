"use client";
import type { ReactNode } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { TimelineRecord } from "@/lib/model/timeline";
import { useStage } from "./stage";
import { useRecord } from "./use-record";

interface RecordStateProps {
  recordId: string;
  children: (record: TimelineRecord) => ReactNode;
}

/** Asks for a whole record and draws it; or that it is coming, or why it did not come. */
export function RecordState({ recordId, children }: RecordStateProps) {
  const { access, timeline } = useStage();
  const record = useRecord(access, timeline.session.id, recordId);
  if (record.data) return children(record.data);
  if (record.error) {
    return (
      <ErrorState
        className="py-8"
        title="The whole record could not be loaded"
        detail={record.error.message}
        onRetry={() => void record.refetch()}
        isRetrying={record.isFetching}
      />
    );
  }
  return (
    <div aria-busy="true" className="flex flex-col gap-2.5 py-3">
      <p className="sr-only" role="status">
        Loading the record
      </p>
      <Skeleton className="h-3.5 w-40" />
      <Skeleton className="h-3.5 w-64" />
      <Skeleton className="h-3.5 w-52" />
    </div>
  );
}
