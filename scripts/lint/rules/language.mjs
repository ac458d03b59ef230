import { walk } from "../source.mjs";
import { propertyName } from "./formatting.mjs";

/** What the language would allow and we do not. */
export function languageRule(source, area, report) {
  walk(source.program, (node) => {
    if (node.type === "TSAnyKeyword") report(node, "no-any", "any: say what it is, or unknown and parse it");
    if (node.type === "ExportAllDeclaration") report(node, "no-barrel", "export * hides where a name comes from");
    if (node.type === "ExportDefaultDeclaration" && !area.row.defaults) {
      report(node, "no-default-export", "a default export has no name to search for");
    }
    if (isEnvironment(node) && !area.row.environment) {
      report(node, "environment", "process.env is read in lib/config.ts only");
    }
    if (isSenderName(node) && !area.row.names) {
      report(node, "sender-names", `"${node.value}" was chosen by a sender: it belongs in wire, normalise or drains`);
    }
    if (node.type === "CatchClause" && isEmpty(source, node.body)) {
      report(node, "no-empty-catch", "an empty catch: say in a comment why nothing is to be done");
    }
  });
  for (const comment of source.comments) {
    if (/^\s*@ts-(ignore|nocheck)/.test(comment.value)) report(comment, "no-ts-ignore", "types are not switched off");
  }
}

/** `process.env`, `process["env"]`, `const { env } = process`, and the same of `globalThis.process` or node:process. */
function isEnvironment(node) {
  if (node.type === "MemberExpression") return propertyName(node) === "env" && isProcess(node.object);
  if (node.type === "VariableDeclarator" && node.init && node.id.type === "ObjectPattern") {
    return isProcess(node.init) && node.id.properties.some((property) => property.key?.name === "env");
  }
  return (
    node.type === "ImportDeclaration" &&
    /^(node:)?process$/.test(node.source.value) &&
    node.specifiers.some((specifier) => specifier.imported?.name === "env")
  );
}

function isProcess(node) {
  if (node.type === "Identifier") return node.name === "process";
  return node.type === "MemberExpression" && propertyName(node) === "process";
}

function isSenderName(node) {
  return node.type === "Literal" && typeof node.value === "string" && /^(lk|gen_ai)\.[a-z]/.test(node.value);
}

function isEmpty(source, body) {
  if (body.body.length > 0) return false;
  return !source.comments.some((comment) => comment.start > body.start && comment.end < body.end);
}
