import { termsOf, termTexts } from "@/lib/filter/terms";
import type { Line } from "@/lib/model/lines";
import { parseLine } from "@/lib/normalise/lines";
import { toLine } from "@/lib/query/line-rows";

/** What a test wants of a line; the rest is of a worker that nobody asks for. */
export interface WantedLine extends Partial<Pick<Line, "worker" | "agent" | "deployment" | "host" | "stream">> {
  raw: string;
}

const AT = new Date("2026-11-20T10:00:00.000Z");

function factsOf({ raw, ...wanted }: WantedLine) {
  const { level, jobId } = parseLine(raw);
  const facts = { worker: "w-1", agent: "a", deployment: null, host: null, stream: "stdout" as const };
  return { ...facts, ...wanted, level, sessionId: jobId };
}

/** A line as answers show it, of what an agent printed. */
export function lineOf(wanted: WantedLine): Line {
  const more = { id: 1n, at: AT, receivedAt: AT, seq: 1n, fields: null, dropped: null };
  return toLine({ ...more, raw: wanted.raw, ...factsOf(wanted) });
}

/** The terms that intake gives to it. */
export function termsOfLine(wanted: WantedLine): string[] {
  return termTexts(termsOf(parseLine(wanted.raw), factsOf(wanted)));
}
