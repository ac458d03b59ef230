import type { LogRecord } from "@/lib/model/logs";
import type { TimelineLog } from "@/lib/model/timeline";
import { toPositionMs } from "./positions";

/** A log line as the timeline lists it. */
export function toTimelineLog(log: LogRecord, startNs: bigint): TimelineLog {
  return {
    id: log.id,
    atMs: toPositionMs(log.timeNs, startNs),
    level: log.level,
    logger: log.logger,
    message: log.message,
    spanId: log.spanId,
  };
}
