// `npm run reset-link -- me@example.com`: a link with which this account sets a new password, for when no owner is left who could make one.
// Earshot must be running.
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
  const email = process.argv[2];
  if (!email) throw new Error("Whose? npm run reset-link -- me@example.com");
  if (!existsSync(join(ROOT, "dist", "setup.js"))) throw new Error("Nothing is built yet: run npm start first.");
  // A path that the type checker cannot follow: the file exists only after the build.
  const { loadConfig, makeResetLinkFor } = await import(`../dist/${"setup"}.js`);
  process.env.DATABASE_URL = await databaseOf(loadConfig());
  const { url, expiresAt } = await makeResetLinkFor(email);
  console.log(`Works once, until ${expiresAt}:\n${url}`);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
