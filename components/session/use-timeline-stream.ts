"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Timeline, TimelineDelta, TimelineSession } from "@/lib/model/timeline";
import { isRecordingAwaited } from "@/lib/view/awaited";
import { mergeTimeline } from "@/lib/view/timeline-changes";
import { sessionUrl } from "./session-url";
import { timelineKey } from "./use-timeline";

export type StreamState = "off" | "open" | "waiting";

/** How often to look for what comes after the end: the recording, its peaks. Stops when both are there. */
const AFTER_END_POLL_MS = 2500;
const AFTER_END_POLLS_MAX = 120;
const RETRY_MS = 3000;

/**
 * Lets a live session grow without reload: what the event stream sends is put into the timeline that `useTimeline`
 * holds. The browser reconnects by itself with the last cursor; `ended` closes the stream and asks for the timeline once
 * more, and again until recording and peaks are there; `closed` says that the right to it has ended.
 */
export function useTimelineStream(access: string, sessionId: string, timeline: Timeline | undefined): StreamState {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>("off");
  const [attempt, setAttempt] = useState(0);
  const isLive = timeline?.session.status === "live";
  const cursor = timeline?.cursor ?? "";
  useEffect(() => {
    if (!isLive) return;
    const key = timelineKey(access, sessionId);
    const source = new EventSource(sessionUrl(access, sessionId, "stream", { cursor }));
    const change = (turn: (before: Timeline) => Timeline) =>
      client.setQueryData<Timeline>(key, (before) => (before ? turn(before) : before));
    source.addEventListener("open", () => setState("open"));
    let retry: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener("error", () => {
      setState("waiting");
      // After a refusal (a proxy's 502, a restart) the browser gives up: then we begin anew.
      if (source.readyState === EventSource.CLOSED)
        retry = setTimeout(() => setAttempt((count) => count + 1), RETRY_MS);
    });
    source.addEventListener("records", (event) => {
      const delta = TimelineDelta.parse(JSON.parse(event.data));
      change((before) => mergeTimeline(before, delta));
    });
    source.addEventListener("session", (event) => {
      const session = TimelineSession.parse(JSON.parse(event.data));
      // The status turns with `ended`, after the last records: until then the stream stays.
      change((before) => ({ ...before, session: { ...session, status: "live" } }));
    });
    source.addEventListener("ended", () => {
      source.close();
      void client.invalidateQueries({ queryKey: key });
    });
    source.addEventListener("closed", () => {
      source.close();
      // What may be read now is asked for anew, or the screen says why it is nothing.
      void client.resetQueries({ queryKey: key });
    });
    return () => {
      clearTimeout(retry);
      source.close();
      setState("off");
    };
    // `cursor` is only where to begin: the stream must not be opened anew when the timeline is.
  }, [client, access, sessionId, isLive, attempt]);
  useAfterEnd(access, sessionId, timeline);
  return state;
}

function useAfterEnd(access: string, sessionId: string, timeline: Timeline | undefined): void {
  const client = useQueryClient();
  const isWaiting = timeline !== undefined && isRecordingAwaited(timeline, Date.now());
  useEffect(() => {
    if (!isWaiting) return;
    let polls = 0;
    const timer = setInterval(() => {
      polls += 1;
      if (polls > AFTER_END_POLLS_MAX) return clearInterval(timer);
      void client.invalidateQueries({ queryKey: timelineKey(access, sessionId) });
    }, AFTER_END_POLL_MS);
    return () => clearInterval(timer);
  }, [client, access, sessionId, isWaiting]);
}
