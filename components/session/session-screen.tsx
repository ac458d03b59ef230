"use client";
import { ErrorState } from "@/components/ui/error-state";
import { RequestError } from "@/components/ui/fetch-json";
import { parseSessionLink } from "@/lib/view/link";
import { type Opening, peaksBytes } from "@/lib/view/opening";
import { OVERVIEW_BUCKETS, readPeaks } from "@/lib/view/peaks";
import type { Door } from "./door";
import { fetchEarly } from "./fetch-early";
import { LinkVoid } from "./link-void";
import { SessionMissing } from "./session-missing";
import { SessionSkeleton } from "./session-skeleton";
import { sessionPath } from "./session-url";
import { SessionView } from "./session-view";
import { usePeaks } from "./use-peaks";
import { useTimeline } from "./use-timeline";
import { useTimelineStream } from "./use-timeline-stream";

interface SessionScreenProps {
  door: Door;
  sessionId: string;
  /** The query of the address that opened the page: position, selection, filters. */
  search: string;
  /** Its recording's waveform can be had. */
  hasPeaks: boolean;
  /** What can be shown before the timeline is there; null: nothing. */
  opening: Opening | null;
}

/** One session: loading, failed, not there, or the screen itself. */
export function SessionScreen(props: SessionScreenProps) {
  return (
    <main id="content">
      <SessionBody {...props} />
    </main>
  );
}

function SessionBody({ door, sessionId, search, hasPeaks, opening }: SessionScreenProps) {
  fetchEarly(door.access, sessionId, hasPeaks && opening === null);
  // Beside the timeline, not after it: the waveform is there when its place is.
  usePeaks(sessionPath(sessionId, "peaks"), door.access, OVERVIEW_BUCKETS, {
    isWanted: hasPeaks,
    brought: opening ? () => readPeaks(peaksBytes(opening)) : undefined,
  });
  const timeline = useTimeline(door.access, sessionId);
  const stream = useTimelineStream(door.access, sessionId, timeline.data);
  const shown = timeline.data ?? (timeline.error ? undefined : opening?.head);
  if (shown) {
    const link = parseSessionLink(new URLSearchParams(search));
    const early = timeline.data ? null : opening;
    return <SessionView door={door} timeline={shown} link={link} stream={stream} opening={early} />;
  }
  if (timeline.error instanceof RequestError && timeline.error.status === 404) {
    if (door.project === null) return <LinkVoid words={timeline.error.message} />;
    return <SessionMissing project={door.project} sessionId={sessionId} />;
  }
  if (timeline.error) {
    return (
      <ErrorState
        title="This session could not be loaded"
        detail={timeline.error.message}
        onRetry={() => void timeline.refetch()}
        isRetrying={timeline.isFetching}
      />
    );
  }
  return <SessionSkeleton />;
}
