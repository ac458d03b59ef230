import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

// `node scripts/run.mjs replay/demo.ts …`: bundles one TypeScript program of this repository and runs it. Packages stay
// outside of the bundle, so that they find their own files.

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [entry, ...rest] = process.argv.slice(2);
if (!entry) throw new Error("Which program? node scripts/run.mjs <file.ts> …");

const outfile = join(root, "dist", "run", `${basename(dirname(entry))}-${basename(entry, ".ts")}.mjs`);
mkdirSync(dirname(outfile), { recursive: true });
await build({
  entryPoints: [join(root, entry)],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  alias: { "@": root },
  sourcemap: "inline",
  logLevel: "warning",
});

const child = spawn(process.execPath, ["--enable-source-maps", fileURLToPath(pathToFileURL(outfile)), ...rest], {
  cwd: root,
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});
