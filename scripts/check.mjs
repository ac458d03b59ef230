import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generateClient } from "./build.mjs";
import { countVitest, resultsFolder, root, runStep } from "./steps.mjs";

// `npm run check`: format, lint with boundaries, types, unit tests, unused exports, and whether the docs tell the truth.

/** Runs all of it, two at a time. @returns {Promise<import("./steps.mjs").Outcome[]>} */
export async function runCheck() {
  await generateClient();
  const unitResults = join(resultsFolder(), "unit.json");
  const steps = [
    nodeStep("unit tests", "vitest/vitest.mjs", {
      args: [
        "run",
        "--project",
        "unit",
        "--silent=passed-only",
        "--reporter=dot",
        "--reporter=json",
        `--outputFile.json=${unitResults}`,
      ],
      count: countVitest,
      resultsFile: unitResults,
    }),
    nodeStep("types", "typescript/bin/tsc", { args: ["--noEmit"] }),
    nodeStep("unused exports", "knip/bin/knip.js", { args: ["--no-progress", "--cache"] }),
    nodeStep("format", "@biomejs/biome/bin/biome", { args: ["ci", "--colors=off", "."] }),
    { name: "lint", command: process.execPath, args: ["scripts/lint.mjs"] },
    { name: "docs", command: process.execPath, args: ["scripts/docs.mjs", "--check"] },
  ];
  return runAll(steps, 2);
}

function nodeStep(name, modulePath, { args, ...rest }) {
  return { name, command: process.execPath, args: [join(root, "node_modules", modulePath), ...args], ...rest };
}

async function runAll(steps, atOnceMax) {
  const outcomes = [];
  const left = [...steps];
  const next = async () => {
    for (let step = left.shift(); step; step = left.shift()) outcomes.push(await runStep(step));
  };
  await Promise.all(Array.from({ length: atOnceMax }, next));
  return outcomes;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const outcomes = await runCheck();
  process.exitCode = outcomes.some((outcome) => outcome.failed > 0) ? 1 : 0;
}
