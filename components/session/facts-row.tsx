"use client";
import type { ReactNode } from "react";
import type { Session } from "@/lib/model/sessions";
import { formatDate, formatDurationExact, formatLatency, formatTimeOfDay, formatZone } from "@/lib/view/format";
import { endedText, lengthMs, usageText } from "@/lib/view/sessions";
import type { Speakers } from "@/lib/view/speakers";
import { useStage } from "./stage";
import { useNow } from "./use-now";

/** The figures of the session at a glance; what was not reported is left out. */
export function FactsRow() {
  const { timeline, speakers } = useStage();
  const { session } = timeline;
  const nowMs = useNow(session.status === "live");
  const ended = endedText(session);
  return (
    <dl className="flex flex-wrap gap-x-6.5 gap-y-2 max-sm:gap-x-4.5 max-sm:gap-y-1" suppressHydrationWarning>
      <Fact name="Started">
        {formatTimeOfDay(session.startedAt)}{" "}
        <Small>
          {formatDate(session.startedAt, nowMs)}, {formatZone(session.startedAt)}
        </Small>
      </Fact>
      <Fact name="Length">{formatDurationExact(lengthMs(session, nowMs))}</Fact>
      <Fact name={session.status === "live" ? "State" : "Ended"}>
        <span className={ended.isTrouble ? "text-err" : undefined}>{ended.text}</span>
      </Fact>
      <CountFacts session={session} speakers={speakers} />
      {session.usage.map((usage) => (
        <Fact key={`${usage.kind} ${usage.provider} ${usage.model}`} name={usage.model || usage.provider || usage.kind}>
          {usageText(usage)}
        </Fact>
      ))}
    </dl>
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
        <Fact name="Caller waited (p50 / p95)">
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

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <dt className="text-mute text-xs">{name}</dt>
      <dd className="font-[560] text-[13.5px]">{children}</dd>
    </div>
  );
}

function Small({ children }: { children: ReactNode }) {
  return <small className="font-normal text-faint text-xs">{children}</small>;
}
