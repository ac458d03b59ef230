import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./prepare.mjs";

// `npm test`: fetches what is missing, then check, long tests on whole captures, API tests on a real Postgres, and kill and
// browser tests on the built product.
// The last line is `N passed, N failed`, over everything that ran.

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
try {
  installPackages({ root: process.cwd(), forBuild: true, log: console.log });
} catch (error) {
  console.log(`${error.message}\n0 passed, 1 failed`);
  process.exit(1);
}
const { countPlaywright, countVitest, resultsFolder, root, runStep } = await import("./steps.mjs");
const { runCheck } = await import("./check.mjs");
const { buildAll } = await import("./build.mjs");
const { findBrowser } = await import("./browser.mjs");

const results = resultsFolder();
const outcomes = await runCheck();
outcomes.push(await testProject("capture tests", "captures"));
outcomes.push(await testApi());
outcomes.push(await build());
outcomes.push(await testKills());
outcomes.push(await testBrowser());

const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
for (const { name, failed } of outcomes) if (failed > 0) console.log(`failed: ${name} (${failed})`);
process.exitCode = sum("failed") > 0 ? 1 : 0;
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);

function testApi() {
  return testProject("API tests", "api");
}

/** Kills the processes of the built product, and fills its disk. */
function testKills() {
  return testProject("kill tests", "kill", "flood");
}

function testProject(name, ...projects) {
  const resultsFile = join(results, `${projects.join("-")}.json`);
  return runStep({
    name,
    command: process.execPath,
    args: [
      join(root, "node_modules/vitest/vitest.mjs"),
      ...[
        "run",
        ...projects.flatMap((project) => ["--project", project]),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${resultsFile}`,
      ],
    ],
    loud: true,
    count: countVitest,
    resultsFile,
  });
}

async function build() {
  try {
    await buildAll({ log: console.log });
    return { name: "build", passed: 1, failed: 0 };
  } catch (error) {
    console.log(`✗ build\n${error.message}`);
    return { name: "build", passed: 0, failed: 1 };
  }
}

async function testBrowser() {
  const name = "browser tests";
  const failed = (why) => {
    console.log(`✗ ${name}: ${why}`);
    return { name, passed: 0, failed: 1 };
  };
  const chromium = await findBrowser();
  if (chromium === null) return failed("install Chromium or Chrome, or name one in CHROMIUM");
  try {
    await buildAll({ log: console.log });
  } catch (error) {
    return failed(`the build failed\n${error.message}`);
  }
  const resultsFile = join(results, "browser.json");
  return runStep({
    name,
    command: process.execPath,
    args: [join(root, "node_modules/@playwright/test/cli.js"), "test", "--reporter=list,json"],
    env: { CHROMIUM: chromium, EARSHOT_E2E_PORT: String(await freePorts()), PLAYWRIGHT_JSON_OUTPUT_NAME: resultsFile },
    loud: true,
    count: countPlaywright,
    resultsFile,
  });
}

/** @returns {Promise<number>} a port that nobody listens on at this moment, nor on the next one: each worker has a server */
async function freePorts() {
  for (;;) {
    const port = await listenOnce(0);
    if (await listenOnce(port + 1).catch(() => null)) return port;
  }
}

/** @param {number} port @returns {Promise<number>} */
function listenOnce(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address.port));
    });
  });
}
