import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where browsers lie on the systems people use. */
const installed = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const DOWNLOAD_MS = 120_000;
const APT_MS = 300_000;

/**
 * Finds a Chromium for the browser tests, or fetches one: CHROMIUM, an installed one, Playwright's own, Playwright's
 * download, Debian's package. Null when nothing works.
 * @returns {Promise<string | null>} a path
 */
export async function findBrowser() {
  const given = process.env.CHROMIUM;
  if (given) return given;
  const { chromium } = await import("@playwright/test");
  const own = () =>
    existsSync(chromium.executablePath()) && runs(chromium.executablePath()) ? chromium.executablePath() : null;
  return findInstalled() ?? own() ?? download(own) ?? installDebian();
}

/** As `findBrowser`, but fetches nothing. @returns {string | null} a path */
export function installedBrowser() {
  return process.env.CHROMIUM ?? findInstalled();
}

/** Playwright wants a path, so names are looked for where the shell would. */
function findInstalled() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = installed.flatMap((name) =>
    name.includes("/") ? [name] : folders.map((folder) => join(folder, name)),
  );
  return places.find((path) => existsSync(path) && runs(path)) ?? null;
}

function runs(path) {
  const { status } = spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 });
  return status === 0;
}

function download(own) {
  console.log("No Chromium here: trying Playwright's own …");
  spawnSync(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"], {
    stdio: "ignore",
    timeout: DOWNLOAD_MS,
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" },
  });
  return own();
}

function installDebian() {
  if (process.getuid?.() !== 0 || !runs("apt-get")) return null;
  console.log("Not to be had: trying Debian's …");
  const apt = (...args) =>
    spawnSync("apt-get", args, {
      stdio: "ignore",
      timeout: APT_MS,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  apt("update");
  apt("install", "-y", "--no-install-recommends", "chromium", "fonts-liberation");
  return findInstalled();
}
