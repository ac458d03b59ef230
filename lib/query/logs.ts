import type { LogRecord } from "@/lib/model/logs";
import type { TimelineLog } from "@/lib/model/timeline";
import { toPositionMs } from "./positions";
import { cutText } from "./texts";

/** A log line as the timeline lists it; `charsMax` bounds its message. */
export function toTimelineLog(log: LogRecord, startNs: bigint, charsMax: number): TimelineLog {
  return {
    id: log.id,
    atMs: toPositionMs(log.timeNs, startNs),
    level: log.level,
    logger: cutText(log.logger, charsMax),
    message: cutText(log.message, charsMax),
    spanId: log.spanId,
  };
}
