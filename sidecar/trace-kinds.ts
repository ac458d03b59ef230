/**
 * What belongs to a traceback of Python or a stack of Node, line by line. Sources: CPython's Lib/traceback.py (the two sentences between
 * chained exceptions, "Traceback (most recent call last):"), Node's lib/internal/process/execution.js and V8's stack format ("    at ").
 */

/** `head`: may become a stack; `stack`: frames; `ended`: the exception is named; `gap`: an empty line that may be part; `chain`: between two. */
export type TraceStage = "head" | "stack" | "ended" | "gap" | "chain";

/** What a line does to the trace that is open: goes on with it in a stage, or is none of it (null). */
export type NextStage = TraceStage | null;

const PYTHON_HEAD = /^\s*(?:\+ Exception Group )?Traceback \(most recent call last\):/;
const PYTHON_END = /^[A-Za-z_][\w.]*(?::|$)/;
const PYTHON_CHAIN = /^(?:During handling of the above exception|The above exception was the direct cause)/;
const NODE_FRAME = /^\s+at /;
const NODE_HEAD = /(?:Error|Exception)\b/;
/** Node says first where an uncaught error was thrown, then the line of the program, a caret and an empty line. */
const NODE_PLACE = /^\S+:\d+$/;
const CARET = /^\s*\^+\s*$/;
const NODE_END = /^(?:[}\])]|Node\.js v\d)/;
const INDENTED = /^[ \t]/;

/** Longer lines are no heads: nobody names an error at such length. */
const HEAD_CHARS_MAX = 4000;

interface NodeTrace {
  first: string;
  lineCount: number;
}

/** How a line begins a trace, or null: most lines do not. */
export function firstStage(line: string): { language: "python" | "node"; stage: TraceStage } | null {
  // Structured output carries its stack in a field.
  if (line.length === 0 || line.length > HEAD_CHARS_MAX || line[0] === "{") return null;
  if (PYTHON_HEAD.test(line)) return { language: "python", stage: "stack" };
  if (NODE_HEAD.test(line) || NODE_PLACE.test(line)) return { language: "node", stage: "head" };
  return null;
}

export function nextPythonStage(stage: TraceStage, line: string): NextStage {
  switch (stage) {
    case "stack":
      if (INDENTED.test(line) || PYTHON_HEAD.test(line)) return "stack";
      // A group of exceptions ends in frames.
      if (line === "") return "gap";
      return PYTHON_END.test(line) ? "ended" : null;
    case "ended":
      if (line === "") return "gap";
      return INDENTED.test(line) ? "ended" : null;
    case "gap":
      if (PYTHON_CHAIN.test(line)) return "chain";
      return null;
    case "chain":
      if (line === "") return "chain";
      return PYTHON_HEAD.test(line) ? "stack" : null;
    default:
      return null;
  }
}

/** `first` is the line that began it, `lineCount` how many it has so far. */
export function nextNodeStage(stage: TraceStage, line: string, { first, lineCount }: NodeTrace): NextStage {
  switch (stage) {
    case "head":
      if (NODE_FRAME.test(line)) return "stack";
      if (!NODE_PLACE.test(first)) return null;
      // After the place the line of the program, whatever it is.
      return lineCount === 1 || line === "" || CARET.test(line) || NODE_HEAD.test(line) ? "head" : null;
    case "stack":
      if (line === "") return "gap";
      return INDENTED.test(line) || NODE_END.test(line) ? "stack" : null;
    case "gap":
      return NODE_END.test(line) ? "stack" : null;
    default:
      return null;
  }
}

/** After "Exception in thread Thread-1:" Python says its traceback. */
export function isPythonHead(line: string): boolean {
  return PYTHON_HEAD.test(line);
}
