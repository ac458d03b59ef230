import { formatter } from "../../../boundaries.mjs";
import { walk } from "../source.mjs";

const formatters = /^(toFixed|toPrecision|toExponential|toLocale\w*String)$/;

/** Numbers and dates become text in lib/view/format.ts only, so that one figure looks the same everywhere. */
export function formattingRule(source, area, report) {
  if (area.row.formats || source.path === formatter) return;
  const refuse = (node, what) => report(node, "formatting", `${what}: text is made in ${formatter}`);
  walk(source.program, (node, parent) => {
    if (node.type === "MemberExpression") {
      const name = propertyName(node);
      if (formatters.test(name)) refuse(node, name);
      if (name === "padStart" && !isRadixText(node.object)) refuse(node, name);
    }
    if (node.type === "Identifier" && node.name === "Intl" && !isProperty(node, parent)) refuse(node, "Intl");
  });
}

export function propertyName(member) {
  if (!member.computed) return member.property.name ?? "";
  return typeof member.property.value === "string" ? member.property.value : "";
}

/** `id.toString(16).padStart(16, "0")` is an encoding of an id, nothing a person reads as a figure. */
function isRadixText(node) {
  return node.type === "CallExpression" && node.callee.property?.name === "toString" && node.arguments.length === 1;
}

function isProperty(node, parent) {
  return parent?.type === "MemberExpression" && parent.property === node && !parent.computed;
}
