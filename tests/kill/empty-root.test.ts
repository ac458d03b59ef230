import { execFileSync, spawn } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildSidecar } from "@/scripts/build-sidecar.mjs";

const CHROOT = "/usr/sbin/chroot";

/** A root can only be entered by root, and only where Python is. */
const canTry = process.platform === "linux" && process.getuid?.() === 0 && pythonOf() !== null;

let root: string;

beforeAll(async () => {
  if (!canTry) return;
  root = mkdtempSync(join(tmpdir(), "earshot-root-"));
  mkdirSync(join(root, "tmp"));
  chmodSync(join(root, "tmp"), 0o1777);
  await buildSidecar(join(root, "earshot"));
  const python = pythonOf() as { binary: string; library: string };
  for (const program of [python.binary, join(root, "earshot")]) {
    for (const library of librariesOf(program)) put(library);
  }
  put(python.binary);
  cpSync(python.library, join(root, python.library), {
    recursive: true,
    filter: (path) => !/(test|idlelib|lib2to3|ensurepip|site-packages|dist-packages|__pycache__)$/.test(path),
  });
}, 120_000);
afterAll(() => {
  if (root) rmSync(root, { recursive: true, force: true });
});

/** Python's own binary and library, not what a wrapper makes of it. */
function pythonOf(): { binary: string; library: string } | null {
  const program = "import sys, sysconfig; print(sys.executable); print(sysconfig.get_path('stdlib'))";
  try {
    const [binary = "", library = ""] = execFileSync("/usr/bin/python3", ["-I", "-c", program]).toString().split("\n");
    return existsSync(library) ? { binary, library } : null;
  } catch {
    return null;
  }
}

/** Source: ldd(1). */
function librariesOf(program: string): string[] {
  return (
    execFileSync("ldd", [program])
      .toString()
      .match(/\/\S+(?= \()/g) ?? []
  );
}

function put(path: string): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  if (!existsSync(target)) copyFileSync(path, target);
}

it.runIf(canTry)(
  "runs a Python agent in a root that holds neither Node nor a shell, and sends what it prints",
  async () => {
    let received = "";
    const server = createServer((request, answer) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        received += gunzipSync(Buffer.concat(chunks)).toString();
        answer.setHeader("content-type", "application/json").end("{}");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { binary } = pythonOf() as { binary: string };
    const agent = ["import sys; print('from python', sys.version_info.major); sys.exit(3)"];
    const args = [
      root,
      "/earshot",
      "run",
      "--agent",
      "receptionist",
      "--url",
      url,
      "--key",
      "k:s",
      "--",
      binary,
      "-c",
      ...agent,
    ];
    // Node says so where the file is not there.
    const { NODE_EXTRA_CA_CERTS: _certificates, ...environment } = process.env;
    const env = { ...environment, NODE_OPTIONS: "--require /not/there.js" };
    const child = spawn(CHROOT, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
    const code = await new Promise((resolve) => child.once("close", resolve));
    server.close();
    expect([said, code]).toEqual(["from python 3\n", 3]);
    expect(received).toContain('"raw":"from python 3"');
    expect(received).toContain('"event":"exited"');
  },
);
