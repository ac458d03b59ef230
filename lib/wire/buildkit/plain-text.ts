import { StringDecoder } from "node:string_decoder";
import { type BuildStatus, decodeBuildStatus, type SentVertex } from "./decode-status";

/** What is known of a step so far. */
interface Step {
  number: number;
  name: string;
  startedMs: number | null;
  isOver: boolean;
  /** The beginning of a line whose end has not come. */
  rest: string;
  /** Pieces of output may end within a character. */
  decoder: StringDecoder;
}

/**
 * Turns the lines of a build's output into the text that `docker build --progress=plain` prints, one line after the other: statuses
 * become steps (`#5 [2/4] RUN …`, `#5 0.8 output`, `#5 DONE 1.2s`), everything else stays as it is.
 * Source: moby/buildkit, util/progress/progressui/printer.go.
 */
export class PlainText {
  readonly #steps = new Map<string, Step>();
  #shown: string | null = null;
  /** True from the first status on. */
  hasStatuses = false;
  /** First and last time that a step tells; null: none does. */
  startedMs: number | null = null;
  endedMs: number | null = null;

  /** The lines, without their ends, that this one becomes; none for a status that says nothing new. */
  next(line: string): string[] {
    const status = decodeBuildStatus(line);
    if (status === null) return [line];
    this.hasStatuses = true;
    return this.#write(status);
  }

  /** What has come of lines that never ended. */
  rest(): string[] {
    return [...this.#steps.values()].flatMap((step) => (step.rest === "" ? [] : [`#${step.number} ${step.rest}`]));
  }

  #write({ vertexes, outputs, warnings }: BuildStatus): string[] {
    const lines: string[] = [];
    for (const vertex of vertexes) lines.push(...this.#begin(vertex));
    for (const { vertex, atMs, data } of outputs) {
      const step = this.#steps.get(vertex);
      if (!step) continue;
      const output = (step.rest + step.decoder.write(data)).split(/\r?\n/);
      step.rest = output.pop() ?? "";
      const seconds = atMs !== null && step.startedMs !== null ? `${secondsOf(atMs - step.startedMs)} ` : "";
      lines.push(...this.#switchTo(vertex, step), ...output.map((text) => `#${step.number} ${seconds}${text}`));
    }
    for (const { vertex, short, detail } of warnings) {
      const number = this.#steps.get(vertex)?.number;
      const mark = number === undefined ? "" : `#${number} `;
      lines.push(`${mark}WARN: ${short}`, ...detail.map((text) => `${mark}  ${text}`));
    }
    for (const vertex of vertexes) lines.push(...this.#end(vertex));
    return lines;
  }

  #begin({ digest, name, startedMs }: SentVertex): string[] {
    if (startedMs === null) return [];
    this.startedMs = Math.min(this.startedMs ?? startedMs, startedMs);
    const known = this.#steps.get(digest);
    if (known) return [];
    const step = {
      number: this.#steps.size + 1,
      name,
      startedMs,
      isOver: false,
      rest: "",
      decoder: new StringDecoder(),
    };
    this.#steps.set(digest, step);
    return this.#switchTo(digest, step);
  }

  #end({ digest, startedMs, completedMs, isCached, error }: SentVertex): string[] {
    const step = this.#steps.get(digest);
    if (!step || step.isOver || completedMs === null) return [];
    step.isOver = true;
    this.endedMs = Math.max(this.endedMs ?? completedMs, completedMs);
    const rest = step.rest === "" ? [] : [`#${step.number} ${step.rest}`];
    step.rest = "";
    const lines = [...this.#switchTo(digest, step), ...rest];
    if (error !== null) return [...lines, ...error.split("\n").map((text) => `#${step.number} ERROR: ${text}`)];
    if (isCached) return [...lines, `#${step.number} CACHED`];
    return [...lines, `#${step.number} DONE ${secondsOf(completedMs - (startedMs ?? completedMs))}s`];
  }

  /** Steps run side by side: whose lines follow is said when that changes. */
  #switchTo(digest: string, step: Step): string[] {
    if (this.#shown === digest) return [];
    const isFirst = this.#shown === null;
    this.#shown = digest;
    return [...(isFirst ? [] : [""]), `#${step.number} ${step.name.replaceAll(/\s*\n\s*/g, " ")}`];
  }
}

/** As the plain output writes them: one digit behind the point. */
function secondsOf(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100));
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

/**
 * What a line of a build's text says of its failure, in words; null for all other lines. Escape sequences are passed over.
 * Source: moby/buildkit, progressui (`ERROR: failed to …` after the steps); buildah (`Error: building at STEP …`);
 * PROTOCOL §10 (`BUILD ERROR:`).
 */
export function failureIn(line: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  const plain = line.replaceAll(/\x1b\[[0-9;]*[A-Za-z]/g, "");
  return (
    /^(?:BUILD ERROR:|ERROR: (?=failed to |process )|Error: (?=building at ))\s*(.+)$/.exec(plain)?.[1]?.trim() ?? null
  );
}
