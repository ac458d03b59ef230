import { limits } from "../../../boundaries.mjs";
import { walk } from "../source.mjs";

/** Files, functions, parameters and props stay small enough to be read at once. */
export function sizeRule(source, area, report) {
  const fileLines = source.codeLines(0, Math.max(0, source.text.length - 1));
  if (fileLines > limits.fileLinesMax) {
    report(source.program, "file-size", `${fileLines} lines of code; at most ${limits.fileLinesMax}: cut by question`);
  }
  walk(source.program, (node, parent) => {
    if (!isFunction(node)) return;
    checkLength(source, area, node, report);
    checkParameters(source, node, parent, report);
  });
}

function checkLength(source, area, node, report) {
  const lines = source.codeLines(node.start, node.end - 1);
  if (!area.row.stories && lines > limits.functionLinesMax) {
    report(node, "function-size", `a function of ${lines} lines; at most ${limits.functionLinesMax}`);
  }
}

function checkParameters(source, node, parent, report) {
  const parameters = node.params.filter((param) => !(param.type === "Identifier" && param.name === "this"));
  if (parameters.length > limits.parametersMax) {
    report(node, "parameters", `${parameters.length} parameters; from ${limits.parametersMax + 1} on, take one object`);
  }
  if (!source.path.endsWith(".tsx") || !isComponent(node, parent) || parameters.length === 0) return;
  const props = countProps(source.program, parameters[0]);
  if (props > limits.propsMax) report(node, "props", `a component with ${props} props; at most ${limits.propsMax}`);
}

function isFunction(node) {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

function isComponent(node, parent) {
  const name = node.id?.name ?? (parent?.type === "VariableDeclarator" ? parent.id.name : "");
  return /^[A-Z]/.test(name ?? "");
}

/** The larger of what is taken apart and what the type in the same file names. */
function countProps(program, parameter) {
  const taken = parameter.type === "ObjectPattern" ? parameter.properties.length : 0;
  return Math.max(taken, countMembers(program, parameter.typeAnnotation?.typeAnnotation));
}

function countMembers(program, type) {
  if (type?.type === "TSTypeLiteral") return type.members.length;
  if (type?.type === "TSIntersectionType")
    return type.types.reduce((sum, part) => sum + countMembers(program, part), 0);
  if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return 0;
  for (const statement of program.body) {
    const declared = statement.declaration ?? statement;
    if (declared.id?.name !== type.typeName.name) continue;
    if (declared.type === "TSInterfaceDeclaration") return declared.body.body.length;
    if (declared.type === "TSTypeAliasDeclaration") return countMembers(program, declared.typeAnnotation);
  }
  return 0;
}
