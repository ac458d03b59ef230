import type { Redaction } from "@/lib/model/privacy";
import type { LineEdit } from "@/lib/wire/buildkit/read-log";
import { TextEditor } from "./text-editor";
import { type TextRules, toTextRules } from "./text-rules";

/** A private key stands on many lines. */
const KEY_BEGINS = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;
const KEY_ENDS = /-----END [A-Z ]{0,40}PRIVATE KEY-----/;
/** Of one that never ends so much is taken for it, less than its rule looks at (api-keys.ts). UTF-16 units. */
const KEY_CHARS_MAX = 7_500;

/**
 * What the project's rules do to a build's log, line by line; null when no rule is on. A private key over many lines is one text.
 * Custom rules have their time anew for each few lines that come together.
 */
export function buildLogEdit(redaction: Redaction): LineEdit | null {
  const rules = toTextRules(redaction);
  return rules === null ? null : new BuildLogEdit(rules, redaction.builtIn.apiKey);
}

class BuildLogEdit implements LineEdit {
  readonly #rules: TextRules;
  readonly #looksForKeys: boolean;
  readonly #clean = new Set<string>();
  #key: string[] = [];
  #keyLength = 0;

  constructor(rules: TextRules, looksForKeys: boolean) {
    this.#rules = rules;
    this.#looksForKeys = looksForKeys;
  }

  edit(lines: readonly string[]): string[] {
    const editor = new TextEditor(this.#rules, this.#clean);
    return lines.flatMap((line) => this.#texts(line)).flatMap((text) => editor.edit(text).split("\n"));
  }

  rest(): string[] {
    const key = this.#endKey();
    return key === null ? [] : new TextEditor(this.#rules, this.#clean).edit(key).split("\n");
  }

  /** The texts to look at now that this line has come: none while a key goes on. */
  #texts(line: string): string[] {
    if (this.#key.length === 0 && !(this.#looksForKeys && KEY_BEGINS.test(line))) return [line];
    const isTooLong = this.#keyLength + line.length > KEY_CHARS_MAX;
    const before = isTooLong ? this.#endKey() : null;
    if (before !== null) return [before, ...this.#texts(line)];
    if (isTooLong) return [line];
    this.#key.push(line);
    this.#keyLength += line.length + 1;
    return KEY_ENDS.test(line) ? [this.#endKey() ?? ""] : [];
  }

  #endKey(): string | null {
    const key = this.#key.length === 0 ? null : this.#key.join("\n");
    this.#key = [];
    this.#keyLength = 0;
    return key;
  }
}
