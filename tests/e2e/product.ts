import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// What the tests and the server they start agree on. Workers read the configuration again: what is made here once is
// handed on in the environment.

process.env.EARSHOT_E2E_PORT ??= "3406";
process.env.EARSHOT_E2E_DATA ??= mkdtempSync(join(tmpdir(), "earshot-e2e-"));

export const port = Number(process.env.EARSHOT_E2E_PORT);
export const dataDir = process.env.EARSHOT_E2E_DATA;
export const url = `http://127.0.0.1:${port}`;
export const apiKey = "APIe2ewalk";
export const apiSecret = "a-secret-for-the-browser-tests-only";
export const owner = { name: "Olivia Owner", email: "owner@example.com", password: "a password for browser tests" };
/** The owner's cookies, for tests that are not about the login. */
export const loginFile = join(dataDir, "owner-login.json");
