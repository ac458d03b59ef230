import { LINE_LEVEL, type Line } from "@/lib/model/lines";
import { kindOf } from "./fields";
import { isTrue } from "./needed-terms";
import { eachOwnField, numberOf, type Scalar } from "./own-fields";
import type { Comparison, FilterTree, PresentNode, TextNode, ValueNode } from "./tree";
import { equalsText, fold, foldSpaces, holdsText } from "./words";
import { factOf, fitsFact } from "./worker-facts";

/** A line whose texts are folded once, when the first condition asks for them. */
interface Searched {
  line: Line;
  texts: string[] | null;
}

/** Whether a line fits a filter. Pure; what a filter means is written in docs/search.md. */
export function matches(tree: FilterTree, line: Line): boolean {
  return fits(tree, { line, texts: null });
}

function fits(tree: FilterTree, searched: Searched): boolean {
  const { line } = searched;
  switch (tree.kind) {
    case "all":
      return true;
    case "and":
      return tree.of.every((part) => fits(part, searched));
    case "or":
      return tree.of.some((part) => fits(part, searched));
    case "not":
      return !fits(tree.of, searched);
    case "level":
      return line.level !== null && isTrue(LINE_LEVEL[line.level], tree.comparison, LINE_LEVEL[tree.level]);
    case "stream":
      return line.stream === tree.stream;
    case "text":
      return fitsText(tree, searched);
    case "value":
      return fitsValue(tree, line);
    case "present":
      return isPresent(tree, line);
    case "compare":
      return someOwnField(line, tree.field, (value) => comparesTo(value, tree.comparison, tree.number));
    default: {
      const never: never = tree;
      throw new Error(`no such filter: ${never}`);
    }
  }
}

function fitsText({ text, isPrefix, isQuoted }: TextNode, searched: Searched): boolean {
  searched.texts ??= textsOf(searched.line);
  if (searched.texts.some((part) => holdsText(part, text, isPrefix))) return true;
  return !isQuoted && equalsText(fold(searched.line.worker), text, isPrefix);
}

/** What bare words look into: the message, the traceback, the job's id and the values of all fields but places in the source. */
function textsOf({ message, exception, sessionId, fields }: Line): string[] {
  const texts = [message];
  if (exception !== null) texts.push(exception);
  if (sessionId !== null) texts.push(sessionId);
  eachOwnField(fields, (field, value) => {
    if (kindOf(field) !== "place") texts.push(String(value));
    return true;
  });
  return texts.map(foldSpaces);
}

function fitsValue(node: ValueNode, line: Line): boolean {
  const { field, text, isPrefix } = node;
  const fact = factOf(node);
  if (fact) return fitsFact(fact, line[fact.field]);
  switch (kindOf(field)) {
    case "identity": {
      const identity = identityOf(field, line);
      return identity !== null && equalsText(fold(identity), text, isPrefix);
    }
    case "part":
      return fitsString(field === "exception" ? line.exception : line.message, node);
    case "logger":
      return fitsString(line.logger, node);
    case "place":
      return someOwnField(line, field, (value) => fitsPlace(fold(String(value)), node));
    case "free":
      return someOwnField(line, field, (value) => fitsScalar(value, node));
  }
}

function identityOf(field: string, line: Line): string | null {
  switch (field) {
    case "worker":
      return line.worker;
    case "job_id":
      return line.sessionId;
    default:
      throw new Error(`no such identity: ${field}`);
  }
}

function fitsString(value: string | null, { text, isPrefix, isWhole }: ValueNode): boolean {
  if (value === null) return false;
  const folded = foldSpaces(value);
  return isWhole ? folded === text : holdsText(folded, text, isPrefix);
}

/** Numbers, and texts of numbers, are equal or not: 0.50 does not hold the word 50. */
function fitsScalar(value: Scalar, node: ValueNode): boolean {
  if (numberOf(value) === null) return fitsString(String(value), node);
  if (!node.isPrefix && typeof value === "number" && value === node.number) return true;
  return equalsText(fold(String(value)), node.text, node.isPrefix);
}

function fitsPlace(folded: string, { text, isPrefix, isWhole }: ValueNode): boolean {
  if (equalsText(folded, text, isPrefix)) return true;
  if (isWhole) return false;
  return ["/", "\\"].some((slash) => (isPrefix ? folded.includes(slash + text) : folded.endsWith(slash + text)));
}

function isPresent(node: PresentNode, line: Line): boolean {
  const fact = factOf(node);
  if (fact) return fitsFact(fact, line[fact.field]);
  const { field } = node;
  if (field === "level") return line.level !== null;
  if (field === "stream" || field === "message") return true;
  if (field === "exception") return line.exception !== null;
  if (field === "logger") return line.logger !== null;
  if (kindOf(field) === "identity") return identityOf(field, line) !== null;
  return someOwnField(line, field, () => true);
}

function comparesTo(value: Scalar, comparison: Comparison, number: number): boolean {
  const own = numberOf(value);
  return own !== null && isTrue(own, comparison, number);
}

/** Values of the field, and of what lies in an object of this name. */
function someOwnField(line: Line, field: string, fitsIt: (value: Scalar) => boolean): boolean {
  const inside = `${field}.`;
  return !eachOwnField(line.fields, (name, value) => !((name === field || name.startsWith(inside)) && fitsIt(value)));
}
