import type { ReplacementCounts } from "@/lib/model/privacy";
import { editJsonText, editQuoted, looksLikeJson } from "./json-text";
import { cutText, type TextRules } from "./text-rules";

/** JSON in texts in JSON in texts: tool arguments inside a chat context are two deep. */
const NESTING_MAX = 6;
/** Longer texts are not run through custom rules but withheld: they would hold the process up. UTF-16 units. */
const CUSTOM_TEXT_LENGTH_MAX = 20_000;
/** What custom rules may take of one request, milliseconds; what is left then is withheld. */
const CUSTOM_MS_MAX = 500;
/** Stands for a text that custom rules had no time for: nothing is stored unchecked. */
const WITHHELD = "withheld";
/** Texts remembered of one request: a chat context repeats all that was said before. */
const MEMORY_MAX = 20_000;

/** Short texts that hold nothing (names of attributes, of models), remembered beyond one request. UTF-16 units. */
const CLEAN_LENGTH_MAX = 48;
const CLEAN_MAX = 8_192;

/** Control sequences as terminals know them. Source: ECMA-48, section 5.4. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
const SEQUENCES = /\x1b\[[0-?]*[ -/]*[@-~]/g;

interface Edited {
  text: string;
  counts: ReplacementCounts;
}

/**
 * Replaces what a project's rules find in the texts of one request, and counts it. Texts that are JSON are edited inside.
 * Custom rules work on a budget; a text that it does not reach is replaced whole.
 */
export class TextEditor {
  /** By label; what was replaced so far. */
  readonly counts: ReplacementCounts = {};
  private readonly memory = new Map<string, Edited>();
  private customMs = 0;

  constructor(
    private readonly rules: TextRules,
    /** Shared by the requests of one set of rules. */
    private readonly clean: Set<string> = new Set(),
    private readonly isKept: (key: string) => boolean = () => false,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The text as it may be stored; the very same when nothing was found. */
  edit(text: string): string {
    if (this.clean.has(text)) return text;
    const made = this.edited(text, 0);
    if (made.text === text && text.length <= CLEAN_LENGTH_MAX && this.clean.size < CLEAN_MAX) this.clean.add(text);
    return addTo(this.counts, made);
  }

  private edited(text: string, depth: number): Edited {
    const known = this.memory.get(text);
    if (known) return known;
    const made = this.make(text, depth);
    if (this.memory.size < MEMORY_MAX) this.memory.set(text, made);
    return made;
  }

  private make(text: string, depth: number): Edited {
    if (depth < NESTING_MAX && looksLikeJson(text)) {
      const counts: ReplacementCounts = {};
      const edit = (inner: string) => addTo(counts, this.edited(inner, depth + 1));
      const json = editJsonText(text, edit, this.isKept);
      if (json !== null) return { text: json, counts };
    }
    return text.includes("\\u") ? this.cutOff(text, depth) : this.plain(text);
  }

  /** JSON that was cut off: what stands in quotes with its escapes undone, then all of it as it is. */
  private cutOff(text: string, depth: number): Edited {
    const counts: ReplacementCounts = {};
    const edit = (inner: string) =>
      addTo(counts, depth < NESTING_MAX ? this.edited(inner, depth + 1) : this.plain(inner));
    const quoted = editQuoted(text, edit);
    return { text: addTo(counts, this.plain(quoted)), counts };
  }

  /**
   * Colours end in a letter, and what a rule looks for may begin right behind them: they are taken away first, and where that finds
   * nothing, read as blanks, for cursors are moved by such sequences, too. A text in which something is found loses its colours.
   */
  private plain(text: string): Edited {
    if (!text.includes("\x1b[")) return this.found(text);
    for (const instead of ["", " "]) {
      const made = this.found(text.replaceAll(SEQUENCES, instead));
      if (Object.keys(made.counts).length > 0) return made;
    }
    return { text, counts: {} };
  }

  private found(text: string): Edited {
    if (this.rules.custom.length === 0) return this.cut(text, this.rules.builtIn);
    if (text.length > CUSTOM_TEXT_LENGTH_MAX || this.customMs > CUSTOM_MS_MAX) {
      return { text: `[${WITHHELD}]`, counts: { [WITHHELD]: 1 } };
    }
    const startMs = this.now();
    const made = this.cut(text, [...this.rules.builtIn, ...this.rules.custom]);
    this.customMs += this.now() - startMs;
    return made;
  }

  private cut(text: string, rules: Parameters<typeof cutText>[1]): Edited {
    const parts = cutText(text, rules);
    if (parts.every(({ label }) => label === null)) return { text, counts: {} };
    const counts: ReplacementCounts = {};
    for (const { label } of parts) if (label !== null) counts[label] = (counts[label] ?? 0) + 1;
    return { text: parts.map((part) => (part.label === null ? part.text : `[${part.label}]`)).join(""), counts };
  }
}

function addTo(counts: ReplacementCounts, made: Edited): string {
  for (const label in made.counts) counts[label] = (counts[label] ?? 0) + (made.counts[label] ?? 0);
  return made.text;
}
