import { LINE_BYTES_MAX } from "./split-lines";
import { firstStage, isPythonHead, nextNodeStage, nextPythonStage, type TraceStage } from "./trace-kinds";

/** One record's text: a line, or a trace with line breaks. `at` in ms since the epoch, of its first line. */
export interface Joined {
  raw: string;
  at: number;
}

interface Trace {
  language: "python" | "node";
  stage: TraceStage;
  lines: Joined[];
  sizeBytes: number;
}

/** A recursion of a thousand frames, two lines each. */
const TRACE_LINES_MAX = 2000;

/** Makes one record of the lines of a traceback or stack. Whoever calls it flushes after a pause. */
export class TraceJoiner {
  #trace: Trace | null = null;

  /** The records that are complete with this line. */
  push(raw: string, at: number): Joined[] {
    const line = { raw, at };
    const trace = this.#trace;
    if (!trace) return this.#begin(line);
    const stage = nextStage(trace, raw);
    const sizeBytes = trace.sizeBytes + Buffer.byteLength(raw) + 1;
    if (stage === null || sizeBytes > LINE_BYTES_MAX || trace.lines.length >= TRACE_LINES_MAX) {
      return [...this.flush(), ...this.#begin(line)];
    }
    trace.lines.push(line);
    trace.stage = stage;
    trace.sizeBytes = sizeBytes;
    return [];
  }

  /** What is held, as it stands. */
  flush(): Joined[] {
    const trace = this.#trace;
    this.#trace = null;
    if (!trace) return [];
    // It looked like the head of a stack, and no stack came.
    if (trace.stage === "head") return trace.lines;
    const isBlank = (line: Joined) => line.raw === "";
    let end = trace.lines.length;
    while (end > 0 && trace.lines.slice(end - 1, end).some(isBlank)) end--;
    const joined = trace.lines.slice(0, end);
    const raw = joined.map((line) => line.raw).join("\n");
    return [{ raw, at: joined[0]?.at ?? 0 }, ...trace.lines.slice(end)];
  }

  /** What is held, as it was printed. */
  get held(): string {
    return this.#trace ? `${this.#trace.lines.map((line) => line.raw).join("\n")}\n` : "";
  }

  get isHolding(): boolean {
    return this.#trace !== null;
  }

  #begin(line: Joined): Joined[] {
    const first = firstStage(line.raw);
    if (!first) return [line];
    this.#trace = { ...first, lines: [line], sizeBytes: Buffer.byteLength(line.raw) };
    return [];
  }
}

function nextStage(trace: Trace, raw: string): TraceStage | null {
  if (trace.language === "python") return nextPythonStage(trace.stage, raw);
  if (trace.stage === "head" && isPythonHead(raw)) {
    trace.language = "python";
    return "stack";
  }
  return nextNodeStage(trace.stage, raw, { first: trace.lines[0]?.raw ?? "", lineCount: trace.lines.length });
}
