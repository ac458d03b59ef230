import type { LineLevel, LineStream } from "@/lib/model/lines";

export type Comparison = ">" | ">=" | "<" | "<=";

/** A text to find, folded (`words.ts`), with whole words at both ends; `isPrefix`: the last word may go on. */
interface SoughtText {
  text: string;
  isPrefix: boolean;
}

/** Words or a phrase anywhere in what a line says. A bare word also finds the lines of the worker that it names. */
export interface TextNode extends SoughtText {
  kind: "text";
  isQuoted: boolean;
}

/** The field holds the text; `isWhole`: and nothing else. `number`: the text as a number, which a number may be, too. */
export interface ValueNode extends SoughtText {
  kind: "value";
  field: string;
  isWhole: boolean;
  number: number | null;
}

/** The line has the field. */
export interface PresentNode {
  kind: "present";
  field: string;
}

/** What a filter means. Born in `parse.ts`; field names are folded and stand without their other spellings (`fields.ts`). */
export type FilterTree =
  | { kind: "all" }
  | { kind: "and" | "or"; of: FilterTree[] }
  | { kind: "not"; of: FilterTree }
  | TextNode
  | ValueNode
  | { kind: "level"; comparison: Comparison | "="; level: LineLevel }
  | { kind: "stream"; stream: LineStream }
  | PresentNode
  | { kind: "compare"; field: string; comparison: Comparison; number: number };
