import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findViolations } from "./lint/find-violations.mjs";

// `npm run lint`: every source file against boundaries.mjs and the rules in scripts/lint/rules.

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const left = /^(node_modules|generated|dist|test-results|playwright-report|fixtures|\..*)$/;

function* sourceFiles(folder = "") {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (left.test(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sourceFiles(path);
    else if (/\.(ts|tsx|mts|mjs|js|cjs|jsx)$/.test(entry.name) && !/\.d\.m?ts$/.test(entry.name)) yield path;
  }
}

let files = 0;
const found = [];
for (const path of sourceFiles()) {
  files += 1;
  found.push(...findViolations(path, readFileSync(join(root, path), "utf8")));
}
for (const { path, line, rule, message } of found) console.log(`${path}:${line} ${rule}: ${message}`);
console.log(`lint: ${files} files, ${found.length} violations`);
process.exitCode = found.length > 0 ? 1 : 0;
