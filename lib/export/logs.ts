import type { LogRecord } from "@/lib/model/logs";

const NS_PER_MS = 1_000_000n;

/** A session's log lines, one JSON object a line, in order of time. `at` is UTC; `atUnixNs` is exact. */
export function* exportLogs(logs: readonly LogRecord[]): Generator<string> {
  for (const log of logs) {
    const line = {
      at: new Date(Number(log.timeNs / NS_PER_MS)).toISOString(),
      atUnixNs: String(log.timeNs),
      level: log.level,
      logger: log.logger,
      message: log.message,
      traceId: log.traceId,
      spanId: log.spanId,
      attributes: log.sentAttributes ?? log.attributes,
    };
    yield `${JSON.stringify(line)}\n`;
  }
}
