import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import * as download from "@/app/api/v1/sessions/[id]/download/route";
import * as timeline from "@/app/api/v1/sessions/[id]/timeline/route";
import * as sessionsImport from "@/app/api/v1/sessions/import/route";
import * as logs from "@/app/observability/logs/otlp/v0/route";
import * as metrics from "@/app/observability/metrics/otlp/v0/route";
import * as recordings from "@/app/observability/recordings/v0/route";
import * as traces from "@/app/observability/traces/otlp/v0/route";
import { ensureFirstProject } from "@/lib/access/projects";
import { closeDatabase } from "@/lib/db";
import { startLog } from "@/lib/log";
import { agentAuthorization } from "@/replay/sign";
import { startPostgres } from "@/scripts/embedded-postgres.mjs";
import { mutate, type Random, type Sample } from "../harness/mutations";
import { startServer } from "../harness/server";

const PAIR = { apiKey: "fuzzkey", apiSecret: "fuzz-secret-of-fuzz" };
const STATUSES = new Set([200, 400, 401, 413, 415, 429, 503]);
const ANSWER_MS_MAX = 20_000;

/** The ingest routes on a server with a database of its own, and a sender that mutates headers too. */
export async function openHttpFuzz() {
  const folder = mkdtempSync(join(tmpdir(), "earshot-fuzz-"));
  // As root, PostgreSQL runs under another account, which must be able to enter.
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({ dataDir: join(folder, "postgres") });
  const init = { EARSHOT_INIT_API_KEY: PAIR.apiKey, EARSHOT_INIT_API_SECRET: PAIR.apiSecret };
  startLog("fuzz", "error");
  Object.assign(process.env, {
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    OTLP_BYTES_MAX: "4MiB",
    IMPORT_BYTES_MAX: "16MiB",
    ...init,
  });
  await promisify(execFile)(process.execPath, ["prisma/migrate.mjs"], { env: process.env });
  await ensureFirstProject();
  const server = await startServer({
    "/observability/traces/otlp/v0": traces,
    "/observability/logs/otlp/v0": logs,
    "/observability/metrics/otlp/v0": metrics,
    "/observability/recordings/v0": recordings,
    "/api/v1/sessions/import": sessionsImport,
    "/api/v1/sessions/[id]/download": download,
    "/api/v1/sessions/[id]/timeline": timeline,
  });
  return {
    url: server.url,
    dataDir: folder,
    authorization: `Bearer ${PAIR.apiKey}:${PAIR.apiSecret}`,
    /** The answer's status; throws when it is none that the protocol knows, or a refusal without words. */
    send: (sample: Sample, random: Random, others: readonly Sample[]) => send(server.url, sample, { random, others }),
    close: async () => {
      await server.close();
      await closeDatabase();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function send(
  url: string,
  sample: Sample,
  { random, others }: { random: Random; others: readonly Sample[] },
): Promise<number> {
  const path = sample.signal === "recordings" ? "recordings/v0" : `${sample.signal}/otlp/v0`;
  const { body, how } = mutate(sample, random, others);
  const isGzip = random() < 0.5;
  const sent = isGzip ? gzipSync(body) : body;
  const headers: Record<string, string> = {
    authorization: agentAuthorization({ url: "", ...PAIR }, Date.now() / 1000),
    "content-type": sample.contentType,
    ...(isGzip ? { "content-encoding": "gzip" } : {}),
  };
  if (random() < 0.3) changeHeader(headers, random, others);
  const answer = await fetch(`${url}/observability/${path}`, {
    method: "POST",
    headers,
    body: new Uint8Array(random() < 0.1 ? mutate({ ...sample, body: sent }, random, others).body : sent),
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  const text = await answer.text();
  if (!STATUSES.has(answer.status)) throw new Error(`${path} (${how}) was answered ${answer.status}: ${text}`);
  if (answer.status >= 400 && text.length < 10) throw new Error(`${answer.status} without words to ${path} (${how})`);
  return answer.status;
}

/** Another value, a damaged one, or none. */
function changeHeader(headers: Record<string, string>, random: Random, others: readonly Sample[]): void {
  const names = ["content-type", "content-encoding", "authorization"];
  const name = names[Math.floor(random() * names.length)] ?? "content-type";
  const value = headers[name] ?? "";
  const choice = random();
  if (choice < 0.3) delete headers[name];
  else if (choice < 0.6) headers[name] = value.slice(0, Math.floor(random() * value.length));
  else if (choice < 0.8) headers[name] = others[Math.floor(random() * others.length)]?.contentType ?? "x";
  else headers[name] = `${value}; boundary=${"x".repeat(Math.floor(random() * 300))}`;
}
