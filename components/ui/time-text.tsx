import { formatDateTime, formatDayUnlessToday, formatTimeOfDay } from "@/lib/view/format";

/** An instant in a column: the time, and the day when it is not today. */
export function TimeText({ at, nowMs = Date.now() }: { at: string | null; nowMs?: number }) {
  if (at === null) return <span className="text-faint">–</span>;
  const day = formatDayUnlessToday(at, nowMs);
  return (
    <time dateTime={at} title={formatDateTime(at)} className="mono whitespace-nowrap">
      {day && <span className="mr-2 text-mute">{day}</span>}
      {formatTimeOfDay(at)}
    </time>
  );
}
