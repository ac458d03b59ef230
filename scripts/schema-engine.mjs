#!/usr/bin/env node
// Stands in for the native engine that Prisma's command line would download: the same JSON-RPC over standard input and
// output, answered by the official WebAssembly engine. Prisma is pointed to it by PRISMA_SCHEMA_ENGINE_BINARY.
// Source of the protocol: prisma/prisma 7.10.0, packages/migrate/src/SchemaEngineCLI.ts.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import pg from "pg";
import { openSchemaEngine } from "../prisma/schema-engine.mjs";

/** The code of JSON-RPC errors whose `data` tells what happened. */
const ENGINE_ERROR = 4466;

/** @typedef {{ datamodels: string[], url: string | null, command: string | null }} Arguments */

/** @param {string[]} argv @returns {Arguments} */
function parseArguments(argv) {
  /** @type {Arguments} */
  const found = { datamodels: [], url: null, command: null };
  for (let index = 0; index < argv.length; index++) {
    const name = argv[index];
    if (name === "--datamodels") found.datamodels.push(argv[++index] ?? "");
    else if (name === "--datasource") found.url = JSON.parse(argv[++index] ?? "{}").url ?? null;
    else if (name === "cli") found.command = argv[++index] ?? null;
    else if (name?.startsWith("--")) index++;
  }
  return found;
}

/** @param {string | null} url */
function databaseOf(url) {
  if (!url) throw new Error("This command needs DATABASE_URL.");
  const admin = new URL(url);
  const name = decodeURIComponent(admin.pathname.slice(1));
  admin.pathname = "/postgres";
  return { name, url, adminUrl: admin.href };
}

/** @param {string} url @param {string} [sql] */
async function runOn(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    if (sql) await client.query(sql);
  } finally {
    await client.end();
  }
}

/** `schema-engine cli <command>`: exits with 0, or prints the error as the native engine does. @param {Arguments} options */
async function runCommand({ command, url }) {
  try {
    const database = databaseOf(url);
    const name = pg.escapeIdentifier(database.name);
    if (command === "can-connect-to-database") await runOn(database.url);
    else if (command === "create-database") await runOn(database.adminUrl, `CREATE DATABASE ${name}`);
    else if (command === "drop-database")
      await runOn(database.adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    else throw new Error(`Unknown command ${command}`);
  } catch (error) {
    const { code, message } = /** @type {Error & { code?: string }} */ (error);
    const errorCode = code === "3D000" ? "P1003" : code === "28P01" || code === "28000" ? "P1000" : "P1001";
    const fields = { error_code: errorCode, message };
    console.error(JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields }));
    process.exit(1);
  }
}

/** @param {object} message */
function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

/** Answers requests one after another until standard input closes. @param {Arguments} options */
async function serve({ url, datamodels }) {
  /** @type {[string, string][]} */
  const files = datamodels.map((path) => [path, readFileSync(path, "utf8")]);
  const open = () => openSchemaEngine({ url, datamodels: files.length ? files : undefined });
  /** @type {Promise<any> | undefined} */
  let engine;
  let printId = 1_000_000;
  const requests = createInterface({ input: process.stdin });
  for await (const line of requests) {
    if (!line.trim()) continue;
    const { id, method, params } = JSON.parse(line);
    if (!method) continue;
    try {
      engine ??= open();
      const name = method === "getDatabaseVersion" ? "version" : method;
      const result = await (await engine)[name](params);
      if (method === "diff" && result?.stdout)
        send({ id: ++printId, method: "print", params: { content: result.stdout } });
      send({ id, result: result ?? {} });
    } catch (error) {
      const { code, message } = /** @type {Error & { code?: string }} */ (error);
      const data = { is_panic: false, message, meta: null, backtrace: null, error_code: code };
      send({ id, error: { code: ENGINE_ERROR, message: "The schema engine failed.", data } });
    }
  }
}

if (process.argv.includes("--version")) console.log("schema-engine-wasm 7.10.0");
else {
  const options = parseArguments(process.argv.slice(2));
  await (options.command ? runCommand(options) : serve(options));
  process.exit(0);
}
