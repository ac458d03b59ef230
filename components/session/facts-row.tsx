"use client";
import { cx } from "@/components/ui/cx";
import type { Session } from "@/lib/model/sessions";
import { measureCall, measureStanding } from "@/lib/view/call-length";
import { explainEnd } from "@/lib/view/ended";
import {
  formatDate,
  formatDurationExact,
  formatInstant,
  formatLatency,
  formatTimeOfDay,
  formatZone,
} from "@/lib/view/format";
import { usageSource, usageText } from "@/lib/view/sessions";
import type { Speakers } from "@/lib/view/speakers";
import { Fact, Small } from "./fact";
import { STRIP } from "./session-layout";
import { useStage } from "./stage";
import { useAlive } from "./use-alive";
import { useNow } from "./use-now";

/** The figures of the session at a glance; what was not reported is left out. */
export function FactsRow() {
  const { timeline, speakers } = useStage();
  const { session } = timeline;
  return (
    <dl className={cx("flex gap-x-5.5 gap-y-2", STRIP)} suppressHydrationWarning>
      <TimeFacts />
      <CountFacts session={session} speakers={speakers} />
      {session.usage.map((usage) => (
        <Fact
          key={`${usage.kind} ${usage.provider} ${usage.model}`}
          name={usage.model || usage.provider || usage.kind}
          hint={usageSource(usage)}
        >
          {usageText(usage)}
        </Fact>
      ))}
    </dl>
  );
}

function TimeFacts() {
  const { timeline } = useStage();
  const { session } = timeline;
  const nowMs = useNow(session.status === "live");
  const length = measureCall(timeline, nowMs);
  const ended = explainEnd(timeline);
  const standing = measureStanding(timeline);
  return (
    <>
      <StartedFact startedAt={session.startedAt} nowMs={nowMs} />
      <Fact name="Call length" hint={length.explanation}>
        <span className="tabular-nums">{formatDurationExact(length.durationMs)}</span>
      </Fact>
      <Fact name={session.status === "live" ? "State" : "Ended"} hint={ended.source}>
        <span className={ended.isTrouble ? "text-err" : undefined}>{ended.text}</span>
      </Fact>
      {standing && (
        <Fact
          name="Agent stood by"
          hint={`The agent was in the room that long by the room's own times, ${formatLatency(standing.aloneMs)} of it without a caller.`}
        >
          {formatDurationExact(standing.presentMs)}
        </Fact>
      )}
    </>
  );
}

/** In the reader's zone, which only the browser knows: until then its place is kept. */
function StartedFact({ startedAt, nowMs }: { startedAt: string; nowMs: number }) {
  const isAlive = useAlive();
  const zone = isAlive ? undefined : "UTC";
  return (
    <Fact name="Started" hint={formatInstant(startedAt, zone)}>
      <span className={isAlive ? undefined : "invisible"}>
        {formatTimeOfDay(startedAt, zone)}{" "}
        <Small>
          {formatDate(startedAt, nowMs, zone)}, {formatZone(startedAt, zone)}
        </Small>
      </span>
    </Fact>
  );
}

function CountFacts({ session, speakers }: { session: Session; speakers: Speakers }) {
  const { latency } = session;
  return (
    <>
      <Fact name="Turns">
        {session.userTurnCount} {speakers.user} <Small>· {session.agentTurnCount} agent</Small>
      </Fact>
      {latency && (
        <Fact
          name="Caller waited (p50 / p95)"
          hint="From the end of the caller's speech to the agent's first sound, as the agent reports it."
        >
          {formatLatency(latency.e2eP50Ms)} <Small>/</Small> {formatLatency(latency.e2eP95Ms)}
        </Fact>
      )}
      <Fact name="Interruptions">{session.interruptionCount}</Fact>
      <Fact name="Tools">
        {session.toolCallCount}{" "}
        {session.toolErrorCount > 0 && <span className="text-err text-sm">{session.toolErrorCount} failed</span>}
      </Fact>
    </>
  );
}
