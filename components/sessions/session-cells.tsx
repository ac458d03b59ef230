import type { ReactNode } from "react";
import { Chip } from "@/components/ui/chip";
import type { Session } from "@/lib/model/sessions";
import { formatDateTime, formatDayUnlessToday, formatTimeOfDay, formatWhole } from "@/lib/view/format";
import {
  endedText,
  lengthMs,
  lengthText,
  recordingText,
  roomText,
  sdkText,
  tokenCount,
  usageLines,
  usageSummary,
} from "@/lib/view/sessions";
import { FoundWords } from "./found-words";
import { OutcomeMark } from "./outcome-mark";
import { StatusMark } from "./status-mark";
import { WaitMark } from "./wait-mark";

export interface CellInput {
  session: Session;
  nowMs: number;
  /** The longest session of the list: a full bar. */
  longestMs: number;
  /** The searched words, to be marked in names. */
  query: string;
}

/** What stands in each column but the agent's, by the column's key. Made when it is asked for: most columns are not shown. */
export const CELLS: Record<string, (input: CellInput) => ReactNode> = {
  status: ({ session }) => <StatusMark status={session.status} />,
  started: ({ session, nowMs }) => <Started at={session.startedAt} nowMs={nowMs} />,
  room: ({ session, query }) => <Name text={roomText(session)} query={query} />,
  length: (input) => <Length {...input} />,
  turns: ({ session }) => <Count count={session.userTurnCount + session.agentTurnCount} noun="turn" />,
  waitP50: ({ session }) => (session.latency ? <WaitMark waitMs={session.latency.e2eP50Ms} /> : <Nothing />),
  wait: ({ session }) => (session.latency ? <WaitMark waitMs={session.latency.e2eP95Ms} /> : <Nothing />),
  interruptions: ({ session }) => <Count count={session.interruptionCount} noun="interruption" />,
  tools: ({ session }) => <Tools session={session} />,
  handoffs: ({ session }) => <Count count={session.handoffCount} noun="handoff" />,
  errors: ({ session }) => (
    <span className={session.errorCount > 0 ? "text-err" : undefined}>
      <Count count={session.errorCount} noun="error" />
    </span>
  ),
  tokens: ({ session }) => <Count count={tokenCount(session.usage) ?? 0} noun="token" />,
  usage: ({ session }) => <UsageText session={session} />,
  outcome: ({ session }) => (session.outcome ? <OutcomeMark outcome={session.outcome} /> : <Nothing />),
  tags: ({ session }) => <Tags tags={session.tags} />,
  recording: ({ session }) => (session.recording ? <span>{recordingText(session.recording)}</span> : <Nothing />),
  sdk: ({ session }) =>
    sdkText(session.sdk) ? <span className="text-mute">{sdkText(session.sdk)}</span> : <Nothing />,
  id: ({ session, query }) => <Name text={session.id} query={query} />,
  ended: ({ session }) => <Ended session={session} />,
};

function Started({ at, nowMs }: { at: string; nowMs: number }) {
  const day = formatDayUnlessToday(at, nowMs);
  return (
    <time dateTime={at} title={formatDateTime(at)} className="mono">
      {day && <span className="mr-2 text-mute">{day}</span>}
      {formatTimeOfDay(at)}
    </time>
  );
}

function Name({ text, query }: { text: string; query: string }) {
  return (
    <span title={text} className="mono block truncate text-mute">
      <FoundWords text={text} query={query} />
    </span>
  );
}

function Length({ session, nowMs, longestMs }: CellInput) {
  const share = (lengthMs(session, nowMs) ?? 0) / Math.max(longestMs, 1);
  return (
    <span className="flex items-center gap-2.5">
      <span
        aria-hidden
        className="relative hidden h-1.5 w-27.5 overflow-hidden rounded-full bg-raise min-[1360px]:block"
      >
        <i
          className="absolute inset-y-0 left-0 rounded-full bg-tick transition-[width] duration-700"
          style={{ width: `${Math.min(100, share * 100)}%` }}
        />
      </span>
      <span className="mono">{lengthText(session, nowMs)}</span>
    </span>
  );
}

/** A figure; in the card it brings its noun along, and nothing is left out there. */
function Count({ count, noun }: { count: number; noun: string }) {
  if (count === 0) return <Nothing />;
  return (
    <>
      {formatWhole(count)}
      <span className="lg:hidden">
        {" "}
        {noun}
        {count === 1 ? "" : "s"}
      </span>
    </>
  );
}

function Tools({ session }: { session: Session }) {
  if (session.toolCallCount === 0) return <Nothing />;
  return (
    <>
      <Count count={session.toolCallCount} noun="tool" />
      {session.toolErrorCount > 0 && <span className="text-err"> {formatWhole(session.toolErrorCount)} failed</span>}
    </>
  );
}

function UsageText({ session }: { session: Session }) {
  if (session.usage.length === 0) return <Nothing />;
  return (
    <span className="text-mute" title={usageLines(session.usage).join("\n")}>
      {usageSummary(session.usage)}
    </span>
  );
}

/** More tags than this push the other columns away. */
const TAGS_SHOWN = 2;

function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return <Nothing />;
  const rest = tags.length - TAGS_SHOWN;
  return (
    <span className="flex min-w-0 items-center gap-1" title={tags.join(", ")}>
      {tags.slice(0, TAGS_SHOWN).map((tag) => (
        <Chip key={tag} className="min-w-0">
          <span className="truncate">{tag}</span>
        </Chip>
      ))}
      {rest > 0 && <span className="text-mute text-xs">+{formatWhole(rest)}</span>}
    </span>
  );
}

function Ended({ session }: { session: Session }) {
  const { text, isTrouble } = endedText(session);
  // The agent gave no reason, but the room may have: the session's own page asks it.
  if (session.closeReason === null && session.status === "ended") return <Nothing />;
  return (
    <span title={text} className={`block truncate ${isTrouble ? "text-err" : ""}`}>
      {text}
    </span>
  );
}

function Nothing() {
  return (
    <span data-wide className="text-faint">
      –
    </span>
  );
}
