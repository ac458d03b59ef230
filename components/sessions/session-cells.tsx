import type { ReactNode } from "react";
import type { Session } from "@/lib/model/sessions";
import { formatDateTime, formatDayUnlessToday, formatTimeOfDay, formatWhole } from "@/lib/view/format";
import { endedText, lengthMs, lengthText, roomText, usageLines, usageSummary } from "@/lib/view/sessions";
import { StatusMark } from "./status-mark";
import { WaitMark } from "./wait-mark";

interface SessionCellsInput {
  session: Session;
  nowMs: number;
  /** The longest session of the list: a full bar. */
  longestMs: number;
}

/** What stands in each column but the agent's, by the column's key. */
export function sessionCells({ session, nowMs, longestMs }: SessionCellsInput): Record<string, ReactNode> {
  const turnCount = session.userTurnCount + session.agentTurnCount;
  const ended = endedText(session);
  return {
    status: <StatusMark status={session.status} />,
    started: <Started at={session.startedAt} nowMs={nowMs} />,
    room: <span className="mono block truncate text-mute">{roomText(session)}</span>,
    length: (
      <span className="flex items-center gap-2.5">
        <LengthBar share={(lengthMs(session, nowMs) ?? 0) / Math.max(longestMs, 1)} />
        <span className="mono">{lengthText(session, nowMs)}</span>
      </span>
    ),
    turns: <Count count={turnCount} noun={turnCount === 1 ? "turn" : "turns"} />,
    wait: session.latency ? <WaitMark waitMs={session.latency.e2eP95Ms} /> : <Nothing />,
    interruptions: <Count count={session.interruptionCount} noun="" />,
    tools: <Tools session={session} />,
    usage:
      session.usage.length === 0 ? (
        <Nothing />
      ) : (
        <span className="text-mute" title={usageLines(session.usage).join("\n")}>
          {usageSummary(session.usage)}
        </span>
      ),
    ended: <span className={`block truncate ${ended.isTrouble ? "text-err" : ""}`}>{ended.text}</span>,
  };
}

function Started({ at, nowMs }: { at: string; nowMs: number }) {
  const day = formatDayUnlessToday(at, nowMs);
  return (
    <time dateTime={at} title={formatDateTime(at)} className="mono">
      {day && <span className="mr-2 text-mute">{day}</span>}
      {formatTimeOfDay(at)}
    </time>
  );
}

function LengthBar({ share }: { share: number }) {
  return (
    <span aria-hidden className="relative hidden h-1.5 w-27.5 overflow-hidden rounded-full bg-raise min-[1360px]:block">
      <i
        className="absolute inset-y-0 left-0 rounded-full bg-tick transition-[width] duration-700"
        style={{ width: `${Math.min(100, share * 100)}%` }}
      />
    </span>
  );
}

/** A figure; in the card it brings its noun along, and nothing is left out there. */
function Count({ count, noun }: { count: number; noun: string }) {
  if (count === 0) return <Nothing />;
  return (
    <>
      {formatWhole(count)}
      <span className="lg:hidden"> {noun}</span>
    </>
  );
}

function Tools({ session }: { session: Session }) {
  if (session.toolCallCount === 0) return <Nothing />;
  return (
    <>
      <Count count={session.toolCallCount} noun={session.toolCallCount === 1 ? "tool" : "tools"} />
      {session.toolErrorCount > 0 && <span className="text-err"> {formatWhole(session.toolErrorCount)} failed</span>}
    </>
  );
}

function Nothing() {
  return (
    <span data-wide className="text-faint">
      –
    </span>
  );
}
