import { posix } from "node:path";
import { packages } from "../../../boundaries.mjs";
import { areaOf, isIn, mayImport } from "../area.mjs";
import { walk } from "../source.mjs";

/** Imports follow boundaries.mjs: between our folders, and of packages that belong to one side of the house. */
export function importRule(source, area, report) {
  walk(source.program, (node) => {
    const specifier = specifierOf(node);
    if (specifier === null) return;
    const target = resolve(source.path, specifier);
    if (target === null) checkPackage(specifier, area, (message) => report(node, "boundaries", message));
    else checkPath(target, area, (message) => report(node, "boundaries", message));
  });
}

function checkPath(target, area, refuse) {
  const to = areaOf(target);
  if (to === null) refuse(`imports ${target}, which no row of boundaries.mjs names`);
  else if (!mayImport(area, to)) refuse(`${area.name} may not import ${to.name} (${target})`);
}

function checkPackage(specifier, area, refuse) {
  for (const { names, in: allowed } of packages) {
    if (!names.some((name) => isPackage(name, specifier)) || isIn(area, allowed)) continue;
    refuse(`${area.name} may not import the package ${specifier}`);
  }
}

function isPackage(name, specifier) {
  if (name.endsWith("/*")) return specifier.startsWith(name.slice(0, -1));
  return specifier === name || specifier.startsWith(`${name}/`);
}

/** The text after `from`, of every way to name another module: import, export from, import(), import("…") types, require. */
function specifierOf(node) {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return literalText(node.source ?? node.argument?.literal ?? node.argument);
    case "TSExternalModuleReference":
      return literalText(node.expression);
    case "CallExpression":
      return node.callee.type === "Identifier" && node.callee.name === "require"
        ? literalText(node.arguments[0])
        : null;
    default:
      return null;
  }
}

function literalText(node) {
  return node?.type === "Literal" && typeof node.value === "string" ? node.value : null;
}

/** The path from the root that a specifier means; null for a package. */
function resolve(path, specifier) {
  if (specifier.startsWith("@/")) return withExtension(specifier.slice(2));
  if (specifier.startsWith(".")) return withExtension(posix.join(posix.dirname(path), specifier));
  return null;
}

/** `lib/errors` means the row `lib/errors.ts`: imports by alias have no extension. */
function withExtension(target) {
  if (/\.\w+$/.test(target)) return target;
  const file = `${target}.ts`;
  return areaOf(file)?.row.where === file ? file : target;
}
