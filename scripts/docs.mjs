import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { build } from "esbuild";
import { rows } from "../boundaries.mjs";
import { root } from "./steps.mjs";

// `npm run docs` writes the tables that are made from code into the documentation; `--check` (in `npm run check`) says
// which of them are old, and which paths the documentation names that do not exist.

const pages = ["README.md", "CONTRIBUTING.md", ...markdownIn("docs")];
const topLevel = new Set(readdirSync(root));
const isChecking = process.argv.includes("--check");

const tables = { settings: await settingsTable(), imports: importsTable() };
const mistakes = [];
for (const page of pages) {
  const text = readFileSync(join(root, page), "utf8");
  const fresh = fillTables(text, tables);
  if (fresh !== text && isChecking) mistakes.push(`${page}: a table is not what the code says; run npm run docs`);
  if (fresh !== text && !isChecking) writeFileSync(join(root, page), fresh);
  for (const path of namedPaths(page, fresh)) {
    if (!existsSync(join(root, path))) mistakes.push(`${page}: ${path} does not exist`);
  }
}
for (const mistake of mistakes) console.log(mistake);
process.exitCode = mistakes.length > 0 ? 1 : 0;

function markdownIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return markdownIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** Replaces what stands between `<!-- table: name -->` and `<!-- end -->`. */
function fillTables(text, known) {
  return text.replace(/(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_all, head, name, tail) => {
    if (!(name in known)) throw new Error(`no table is called ${name}`);
    return `${head}\n${known[name]}\n\n${tail}`;
  });
}

/** Paths from the root: what stands in backticks and begins with a name of the top folder, and relative links. */
function* namedPaths(page, text) {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");
  for (const [, code] of prose.matchAll(/`([^`\s]+)`/g)) {
    const path = code.replace(/:\d+$/, "").replace(/\/$/, "");
    if (/[*<>…{}$=()]|^\/|^https?:/.test(path)) continue;
    const isPath = path.includes("/") && topLevel.has(path.split("/")[0]);
    const isRootFile = /^[\w.-]+\.(ts|mjs|md|json|prisma)$/.test(path) && topLevel.has(path);
    if (isPath || isRootFile) yield path;
  }
  for (const [, target] of prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
    if (!/^[a-z]+:/.test(target)) yield normalize(join(dirname(page), target));
  }
}

/** lib/config.ts, the one table of settings. */
async function settingsTable() {
  const bundle = await build({
    entryPoints: [join(root, "lib/config.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    alias: { "@": root },
  });
  const { SETTINGS } = await import(
    `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`
  );
  const lines = SETTINGS.map((each) => `| \`${each.name}\` | ${each.meaning} | ${each.unit} | ${each.default} |`);
  return ["| setting | meaning | unit | default |", "|---|---|---|---|", ...lines].join("\n");
}

/** boundaries.mjs, for reading. */
function importsTable() {
  const lines = rows
    .filter((row) => /^(lib|components|app|server|background|sidecar|cli|replay|bench)/.test(row.where))
    .filter((row) => existsSync(join(root, row.where.replace("/*", ""))))
    .map(
      (row) => `| \`${row.where}\` | ${row.may.map((each) => each.replace(/^lib\//, "")).join(", ") || "nothing"} |`,
    );
  return ["| area | may import |", "|---|---|", ...lines].join("\n");
}
