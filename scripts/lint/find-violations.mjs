import { areaOf } from "./area.mjs";
import { formattingRule } from "./rules/formatting.mjs";
import { importRule } from "./rules/imports.mjs";
import { languageRule } from "./rules/language.mjs";
import { nameRule } from "./rules/names.mjs";
import { sizeRule } from "./rules/sizes.mjs";
import { readSource } from "./source.mjs";

const rules = [nameRule, importRule, sizeRule, formattingRule, languageRule];

/**
 * Every broken rule of one file, as `{ path, line, rule, message }`. `path` is relative to the repository's root, with
 * forward slashes; the text need not be on disk.
 */
export function findViolations(path, text) {
  const area = areaOf(path);
  if (area === null) {
    return [{ path, line: 1, rule: "boundaries", message: "no row of boundaries.mjs names this file" }];
  }
  const source = readSource(path, text);
  const found = [];
  for (const rule of rules) {
    rule(source, area, (node, name, message) =>
      found.push({ path, line: source.lineAt(node.start), rule: name, message }),
    );
  }
  return found.sort((a, b) => a.line - b.line);
}
