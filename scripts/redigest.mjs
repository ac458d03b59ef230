// `npm run redigest`: has the running Earshot digest every session anew, after an upgrade that understands more of what was sent.
// Traffic goes on meanwhile. Safe to stop and to run again.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./build.mjs";

/** @param {{ databaseUrl: string | null, dataDir: string }} settings */
async function databaseOf({ databaseUrl, dataDir }) {
  if (databaseUrl) return databaseUrl;
  const { findPostgres } = await import("./embedded-postgres.mjs");
  const url = findPostgres({ dataDir: join(dataDir, "postgres") });
  if (!url) throw new Error(`Earshot is not running for ${dataDir}: start it with npm start, then run this again.`);
  return url;
}

async function main() {
  if (!existsSync(join(ROOT, "dist", "setup.js"))) throw new Error("Nothing is built yet: run npm start first.");
  // A path that the type checker cannot follow: the file exists only after the build.
  const { loadConfig, redigest } = await import(`../dist/${"setup"}.js`);
  process.env.DATABASE_URL = await databaseOf(loadConfig());
  const startedMs = Date.now();
  const tell = (/** @type {{ done: number, failed: number }} */ { done, failed }) => {
    const seconds = Math.max(1, Math.round((Date.now() - startedMs) / 1000));
    console.log(`${done} sessions digested anew in ${seconds} s${failed > 0 ? `, ${failed} failed` : ""}`);
  };
  const { done, failed } = await redigest(tell);
  console.log(
    failed > 0 ? `Done, but ${failed} failed: the log says why. They are tried again by themselves.` : "Done.",
  );
  if (done === 0 && failed === 0) console.log("There are no sessions yet.");
  return failed > 0 ? 1 : 0;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
