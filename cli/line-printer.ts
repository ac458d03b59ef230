import type { Line } from "@/lib/model/lines";
import { dayLine, leftOutLine, replicaLabel, type TerminalStyle, terminalLine } from "@/lib/view/terminal-line";
import type { Output } from "./output";

/** Columns keep the width of the widest name so far, up to here. */
const LABEL_WIDTH_MAX = 32;

/** Prints lines: as JSON, one a line; or as text, with the day where it changes on a terminal. */
export class LinePrinter {
  readonly #style: TerminalStyle;
  #labelWidth = 0;
  #day = "";

  constructor(
    private readonly output: Output,
    private readonly options: { isJson: boolean; showsAgent: boolean },
  ) {
    const { isTerminal, isColoured } = output;
    this.#style = { isTerminal, isColoured, showsAgent: options.showsAgent };
  }

  /** In the order given. */
  async print(lines: readonly Line[]): Promise<void> {
    const text = lines.map((line) => (this.options.isJson ? `${JSON.stringify(line)}\n` : this.#text(line))).join("");
    await this.output.write(text);
  }

  /** Says that something is missing here; with JSON it is not said among the lines. */
  async printNotice(text: string): Promise<void> {
    if (this.options.isJson) process.stderr.write(`${text}\n`);
    else await this.output.write(`${leftOutLine(text, this.#style.isColoured)}\n`);
  }

  #text(line: Line): string {
    const label = replicaLabel(line, this.#style);
    if (!this.#style.isTerminal) return `${terminalLine(line, label, this.#style)}\n`;
    this.#labelWidth = Math.min(LABEL_WIDTH_MAX, Math.max(this.#labelWidth, label.length));
    return `${this.#newDay(line.at)}${terminalLine(line, label.padEnd(this.#labelWidth), this.#style)}\n`;
  }

  /** Today's lines need no date until another day came. */
  #newDay(at: string): string {
    const now = new Date();
    const before = this.#day === "" ? now.toDateString() : this.#day;
    this.#day = new Date(at).toDateString();
    return this.#day === before ? "" : `${dayLine(at, now.getTime(), this.#style.isColoured)}\n`;
  }
}
