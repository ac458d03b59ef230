/** One line of a step. */
export interface BuildLine {
  /** Its place in the whole log, from 1 on. */
  number: number;
  /** As it was printed, colours too; without the step's mark and its seconds. */
  text: string;
  /** Seconds since the step began, as the log writes them; null where it does not. */
  atText: string | null;
  isError: boolean;
}

/** A step of a build, or what was printed between two. `key` is unique in a log. */
export interface BuildStep {
  key: string;
  /** `#5`; null for what belongs to no step. */
  mark: string | null;
  name: string;
  /** `open`: the log ends before the step does. */
  state: "done" | "cached" | "failed" | "open" | "text";
  /** As the log says: `12.3 s`; null where it does not. */
  durationText: string | null;
  lines: BuildLine[];
}

/**
 * Cuts a build's plain output into steps, in the order in which they began. Understood are BuildKit's (`#5 [2/4] RUN …`), of which
 * parallel ones are sorted out, and those of docker's older builder and of buildah (`Step 2/5 : …`, `STEP 2/5: …`), which run
 * until the next one; all else is text.
 * Source: moby/buildkit, util/progress/progressui/printer.go; docker's classic builder; buildah.
 */
export function readBuildLog(text: string): BuildStep[] {
  const reader = new StepReader();
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  lines.forEach((line, index) => {
    reader.add(line, index + 1);
  });
  return reader.steps.filter(
    ({ state, lines: own }) => state !== "text" || own.some((line) => line.text.trim() !== ""),
  );
}

const OF_STEP = /^#(\d+) ?(.*)$/s;
const CLASSIC = /^(?:Step|STEP) (\d+)\/(\d+) ?: (.*)$/;
const DONE = /^DONE (\d[\d.]*)s$/;
const SECONDS = /^(\d+\.\d+) (.*)$/s;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const COLOURS = /\x1b\[[0-9;]*[A-Za-z]/g;

class StepReader {
  readonly steps: BuildStep[] = [];
  readonly #byNumber = new Map<string, BuildStep>();
  #classic: BuildStep | null = null;

  add(line: string, number: number): void {
    const plain = line.replaceAll(COLOURS, "");
    const [, step, rest] = OF_STEP.exec(plain) ?? [];
    if (step !== undefined) {
      this.#addToStep(step, rest ?? "", { line, number });
      return;
    }
    const [, index, count, name] = CLASSIC.exec(plain) ?? [];
    if (index !== undefined) {
      if (this.#classic) this.#classic.state = "done";
      this.#classic = this.#begin(`${index}/${count}`, name ?? "");
      return;
    }
    const text = { number, text: line, atText: null, isError: /^(?:BUILD )?ERROR:|^error:/i.test(plain) };
    const into = this.#classic ?? this.#text(number);
    into.lines.push(text);
    if (text.isError && this.#classic) this.#classic.state = "failed";
  }

  #addToStep(mark: string, plain: string, { line, number }: { line: string; number: number }): void {
    const step = this.#byNumber.get(mark);
    if (!step) {
      this.#byNumber.set(mark, this.#begin(`#${mark}`, plain));
      return;
    }
    const done = DONE.exec(plain)?.[1];
    if (done !== undefined) {
      // Exporting says DONE of each of its parts.
      if (step.state === "open") step.state = "done";
      step.durationText = `${done} s`;
    } else if (plain === "CACHED") step.state = "cached";
    else if (plain === "CANCELED") step.state = "failed";
    else if (plain !== step.name && plain !== "") step.lines.push(lineOf(line, plain, number));
    if (plain.startsWith("ERROR:")) step.state = "failed";
  }

  #begin(mark: string, name: string): BuildStep {
    const step: BuildStep = { key: mark, mark, name, state: "open", durationText: null, lines: [] };
    this.steps.push(step);
    return step;
  }

  #text(number: number): BuildStep {
    const last = this.steps.at(-1);
    if (last?.state === "text") return last;
    const step: BuildStep = {
      key: `text-${number}`,
      mark: null,
      name: "Output",
      state: "text",
      durationText: null,
      lines: [],
    };
    this.steps.push(step);
    return step;
  }
}

/** What comes before a step's output. Colours, if any, are within what was said. */
const PREFIX = /^#\d+ ?(?:\d+\.\d+ )?/;

function lineOf(line: string, plain: string, number: number): BuildLine {
  const [, seconds, said] = SECONDS.exec(plain) ?? [];
  const text = PREFIX.test(line) ? line.replace(PREFIX, "") : (said ?? plain);
  return { number, text, atText: seconds ?? null, isError: plain.startsWith("ERROR:") };
}

/** Which lines hold what is searched for, whatever their colours and case; all of them when nothing is. */
export function findInBuildLog(steps: readonly BuildStep[], query: string): { steps: BuildStep[]; lineCount: number } {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return { steps: [...steps], lineCount: 0 };
  const fits = (text: string) => text.replaceAll(COLOURS, "").toLowerCase().includes(wanted);
  const found = steps.flatMap((step) => {
    const lines = step.lines.filter(({ text }) => fits(text));
    return lines.length > 0 || fits(step.name) ? [{ ...step, lines }] : [];
  });
  return { steps: found, lineCount: found.reduce((sum, { lines }) => sum + lines.length, 0) };
}

/** Steps that are open before anybody folds anything: what failed, and what belongs to no step; all when there are few lines. */
export function openSteps(steps: readonly BuildStep[]): Set<string> {
  const lineCount = steps.reduce((sum, { lines }) => sum + lines.length, 0);
  const isShort = lineCount <= SHORT_LINES;
  return new Set(steps.filter(({ state }) => isShort || state === "failed" || state === "text").map(({ key }) => key));
}

/** What fits on a screen or two needs no folding. */
const SHORT_LINES = 60;
