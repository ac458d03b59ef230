import type { FilterTree } from "./tree";
import { equalsText, fold } from "./words";

/** What a line's worker tells of it. No line has a term for it: all that a worker prints would have the same ones. */
const FIELDS = ["agent", "deployment", "host"] as const;

export type WorkerField = (typeof FIELDS)[number];

/** A condition on what the worker tells. `text` null: that it tells anything; else folded, equal as a whole or, `isPrefix`, its beginning. */
export interface WorkerFact {
  field: WorkerField;
  text: string | null;
  isPrefix: boolean;
}

/** Whose lines fit a fact; `others`: all but theirs; `many`: too many to name, and as many others. */
export type WorkerChoice = { kind: "these" | "others"; ids: string[] } | { kind: "many" };

/** By `nameOf` of each fact of a filter. */
export type WorkerChoices = ReadonlyMap<string, WorkerChoice>;

/** The condition of a part of a filter, if it is one on a worker. */
export function factOf(tree: FilterTree): WorkerFact | null {
  if (tree.kind !== "value" && tree.kind !== "present") return null;
  const field = FIELDS.find((one) => one === tree.field);
  if (!field) return null;
  return tree.kind === "present"
    ? { field, text: null, isPrefix: false }
    : { field, text: tree.text, isPrefix: tree.isPrefix };
}

/** All such conditions in a filter. */
export function factsOf(tree: FilterTree): WorkerFact[] {
  const fact = factOf(tree);
  if (fact) return [fact];
  if (tree.kind === "not") return factsOf(tree.of);
  return tree.kind === "and" || tree.kind === "or" ? tree.of.flatMap(factsOf) : [];
}

/** The same for the same fact. */
export function nameOf({ field, text, isPrefix }: WorkerFact): string {
  return JSON.stringify([field, text, isPrefix]);
}

/** Whether a worker of which this is told fits. Null and empty: nothing is. */
export function fitsFact({ text, isPrefix }: WorkerFact, told: string | null): boolean {
  if (told === null || told === "") return false;
  return text === null || equalsText(fold(told), text, isPrefix);
}
