import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type LineFacts, termsOf, termTexts } from "@/lib/filter/terms";
import { LINE_LEVEL, type LineTerms } from "@/lib/model/lines";
import { parseLine } from "@/lib/normalise/lines";

/** One of a dozen replicas of an agent. */
export interface Replica {
  worker: string;
  agent: string;
  deployment: string;
  host: string;
}

/** Lines as they were captured, with holes for what differs from line to line. */
interface Mould {
  raw: string[];
  terms: string[];
  level: number;
  hasJob: boolean;
}

/** A column of COPY in text format. */
export interface CastLine {
  raw: string;
  terms: string;
  level: number;
  job: string | null;
}

const FIXTURES = join(import.meta.dirname, "../../tests/fixtures");
/** Stand for a job, a room and a speech while a line is cut; they look as ids do, so that their terms are those of ids. */
const HOLES = [
  { found: /\bAJ_\w{12}\b/g, mark: "AJ_000000000Q1" },
  { found: /\bRM_\w{12}\b/g, mark: "RM_000000000Q2" },
  { found: /\bspeech_[0-9a-f]{8,12}(?:-[0-9a-f]{3})?\b/g, mark: "speech_000000q3" },
];
/** Said now and then, so that a search has words of every frequency to look for: one line of so many. */
const RARE = [
  { every: 400_000, text: "kernelpanic avoided" },
  { every: 100_000, text: "certificate expires soon" },
  { every: 1_000, text: "websocket reconnected" },
  { every: 21, text: "degraded" },
  { every: 20, text: "retrying" },
];
/** Seconds, most of them short: the last ones are rare. */
const ELAPSED = [0.02, 0.04, 0.04, 0.05, 0.08, 0.1, 0.11, 0.2, 0.3, 0.6];
const DOCTORS = ["Okafor", "Lindgren", "Haddad", "Novak", "Imai"];

/** Makes lines of one replica in the likeness of the captures' `worker.log`, with terms by the product's own code. */
export class LineMould {
  readonly #moulds: Mould[];

  constructor(replica: Replica) {
    this.#moulds = captured().flatMap((line) => [0, 1, 2, 3].map((turn) => toMould(line, turn, replica)));
  }

  /** The nth line of a stream. `id`: what makes its job, its room and its speech its own. */
  cast(n: number): CastLine {
    const rare = RARE.find(({ every }) => n % every === every - 1);
    const mould = this.#moulds[(n * 7_919) % this.#moulds.length] as Mould;
    const job = Math.floor(n / 200).toString(36);
    const ids = [`AJ_${job.padStart(12, "x")}`, `RM_${job.padStart(12, "y")}`, `speech_${(n >> 3).toString(36)}a1`];
    const said = rare ? `{"level": "INFO", "message": "${rare.text} ${n}", "n": ${n}}` : null;
    if (said) {
      const terms = toText(termsOf(parseLine(said), FACTS));
      return { raw: said, terms, level: LINE_LEVEL.info, job: null };
    }
    return {
      raw: filled(mould.raw, ids),
      terms: filled(
        mould.terms,
        ids.map((id) => id.toLowerCase()),
      ),
      level: mould.level,
      job: mould.hasJob ? (ids[0] ?? null) : null,
    };
  }
}

const FACTS: LineFacts = { worker: "w", stream: "stdout", level: "info", sessionId: null };

function captured(): string[] {
  const files = readdirSync(FIXTURES).map((name) => join(FIXTURES, name, "worker.log"));
  return files.flatMap((file) => {
    try {
      return readFileSync(file, "utf8").split("\n").filter(Boolean);
    } catch {
      // Not every capture has the agent's own output.
      return [];
    }
  });
}

function toMould(line: string, turn: number, replica: Replica): Mould {
  let text = line.replace(/"elapsed_time": [\d.]+/, () => `"elapsed_time": ${ELAPSED[(turn * 3) % ELAPSED.length]}`);
  text = text.replaceAll("Okafor", DOCTORS[turn] ?? "Okafor").replace(/"pid": ?\d+/, `"pid": ${8_000 + turn * 37}`);
  for (const { found, mark } of HOLES) text = text.replace(found, mark);
  const parsed = parseLine(text);
  const { level, jobId } = parsed;
  const facts = { worker: replica.worker, stream: "stdout" as const, level, sessionId: jobId };
  return {
    raw: cut(text, (mark) => mark),
    terms: cut(toText(termsOf(parsed, facts)), (mark) => mark.toLowerCase()),
    level: level === null ? 0 : LINE_LEVEL[level],
    hasJob: jobId !== null,
  };
}

/** Text, hole, text, hole, … text; a hole is the number of its mark. */
function cut(text: string, spell: (mark: string) => string): string[] {
  const marks = HOLES.map(({ mark }) => spell(mark));
  return text.split(new RegExp(`(${marks.join("|")})`)).map((part, index) => {
    return index % 2 === 1 ? String(marks.indexOf(part)) : part;
  });
}

function filled(parts: string[], ids: string[]): string {
  let text = parts[0] ?? "";
  for (let at = 1; at < parts.length; at += 2) text += (ids[Number(parts[at])] ?? "") + (parts[at + 1] ?? "");
  return text;
}

function toText(terms: LineTerms): string {
  return termTexts(terms)
    .map((term) => `'${term.replace(/['\\]/g, "$&$&")}'`)
    .join(" ");
}
