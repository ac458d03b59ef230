// `npm run audit`: known holes in the packages that the product runs on, as the registry knows them. Where the registry cannot be asked (no
// network, a mirror without that service) it says so and does not fail.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ANSWER_MS_MAX = 60_000;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : null;
const [command, first] = npm ? [process.execPath, [npm]] : ["npm", []];
const asked = spawnSync(command, [...first, "audit", "--omit=dev", "--json"], {
  ...{ cwd: root, encoding: "utf8", timeout: ANSWER_MS_MAX, shell: !npm && process.platform === "win32" },
});

/** @typedef {{ metadata?: { vulnerabilities: Record<string, number> }, vulnerabilities?: Record<string, { severity: string }> }} Report */
/** @type {Report | null} */
let report = null;
try {
  report = JSON.parse(asked.stdout);
} catch {
  // No JSON: npm did not get as far as an answer.
}
if (!report?.metadata) console.log("dependency audit skipped: the registry does not answer it");
else {
  const { critical = 0, high = 0, moderate = 0, low = 0 } = report.metadata.vulnerabilities;
  console.log(`dependency audit: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low`);
  for (const [name, { severity }] of Object.entries(report.vulnerabilities ?? {}))
    console.log(`  ${severity}: ${name}`);
  process.exitCode = critical + high > 0 ? 1 : 0;
}
