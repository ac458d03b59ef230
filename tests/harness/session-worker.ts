import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { vi } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/**
 * Makes the threads for large sessions and their downloads and lets this process find them beside "its own program", as dist/server.js does. Ended by
 * the function that it answers.
 */
export async function runSessionWorker(): Promise<() => void> {
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  // Below the project, where its packages are found.
  const folder = mkdtempSync(join(ROOT, "dist", "worker-"));
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      "session-worker": "lib/query/session-worker.ts",
      "zip-worker": "lib/export/zip-worker.ts",
    },
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  const argv = { value: [process.execPath, join(folder, "server.js")] };
  vi.stubGlobal("process", Object.create(process, { argv }));
  return () => {
    vi.unstubAllGlobals();
    rmSync(folder, { recursive: true, force: true });
  };
}
