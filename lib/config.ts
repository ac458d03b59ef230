import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  bytes,
  domains,
  initPassword,
  logLevel,
  longEnough,
  optional,
  optionalPath,
  optionalUrl,
  postgresUrl,
  type Setting,
  text,
  whole,
} from "./setting-values";

type Environment = Record<string, string | undefined>;

/** Every setting of the product. The documentation's table is made from this one. */
const table = {
  databaseUrl: text("DATABASE_URL", "an embedded PostgreSQL under DATA_DIR", "PostgreSQL to use instead", postgresUrl),
  databaseConnectionsMax: whole(
    "DATABASE_CONNECTIONS_MAX",
    "connections",
    10,
    "Connections of each process",
    [2, 1000],
  ),
  dataDir: text("DATA_DIR", ".earshot", "Folder for all that this machine keeps", (value) =>
    resolve(value ?? ".earshot"),
  ),
  blobDir: text("BLOB_DIR", "DATA_DIR/blobs", "Folder for recordings, when there is no S3_BUCKET", optionalPath),
  s3Bucket: text("S3_BUCKET", "none", "Bucket for recordings, instead of a folder", optional),
  s3Endpoint: text("S3_ENDPOINT", "Amazon S3", "Address of another S3-compatible store", optionalUrl),
  s3Region: text("S3_REGION", "us-east-1", "Region of the bucket", (value) => value ?? "us-east-1"),
  s3AccessKeyId: text("S3_ACCESS_KEY_ID", "AWS's usual places", "Key id for the bucket", optional),
  s3SecretAccessKey: text("S3_SECRET_ACCESS_KEY", "AWS's usual places", "Secret for the bucket", optional),
  port: whole("PORT", "TCP port", 3311, "Port to listen on", [0, 65_535]),
  host: text("EARSHOT_HOST", "127.0.0.1", "Address to listen on", (value) => value ?? "127.0.0.1"),
  publicUrl: text("EARSHOT_PUBLIC_URL", "http://EARSHOT_HOST:PORT", "URL that agents and browsers use", optionalUrl),
  initApiKey: text("EARSHOT_INIT_API_KEY", "made at the first start", "API key of the first project", optional),
  initApiSecret: text("EARSHOT_INIT_API_SECRET", "made at the first start", "Secret of that key", optional),
  initEmail: text(
    "EARSHOT_INIT_EMAIL",
    "asked in the browser",
    "E-mail of the owner account, made at start when there is no account",
    optional,
  ),
  initPassword: text(
    "EARSHOT_INIT_PASSWORD",
    "asked in the browser",
    "Password of it, at least 10 characters",
    initPassword,
  ),
  initName: text("EARSHOT_INIT_NAME", "Owner", "Name of it", (value) => value ?? "Owner"),
  loginDays: whole("LOGIN_DAYS", "days", 30, "A browser that was away for so long must log in again", [1, 365]),
  loginFailuresMax: whole(
    "LOGIN_FAILURES_MAX",
    "failures",
    10,
    "Wrong passwords of an account in 15 minutes, then it is locked as long; an address gets three times as many",
    [3, 1000],
  ),
  trustedProxies: whole(
    "EARSHOT_TRUSTED_PROXIES",
    "proxies",
    0,
    "Proxies before this server that add to X-Forwarded-For; tells real addresses for lock-outs and the audit log",
    [0, 10],
  ),
  oidcIssuer: text("OIDC_ISSUER", "none", "Identity provider (OpenID Connect) to log in with", optionalUrl),
  oidcClientId: text(
    "OIDC_CLIENT_ID",
    "none",
    "Our id there; its redirect is <public URL>/api/v1/login/oidc/callback",
    optional,
  ),
  oidcClientSecret: text("OIDC_CLIENT_SECRET", "none", "Our secret there", optional),
  oidcDomains: text(
    "OIDC_DOMAINS",
    "none",
    "E-mail domains, by commas, that may open an account by it; others need one",
    domains,
  ),
  oidcName: text("OIDC_NAME", "single sign-on", "What the button calls it", (value) => value ?? "single sign-on"),
  secretKey: text("EARSHOT_SECRET_KEY", "made in DATA_DIR/secret-key", "Encrypts stored secrets; keep it", longEnough),
  logLevel: text("LOG_LEVEL", "info", "Least important lines of the own log: info, warn or error", logLevel),
  otlpBytesMax: bytes(
    "OTLP_BYTES_MAX",
    "64MiB",
    "Largest telemetry request, before and after gzip; exporters stop at 64 MiB, and one is in memory as a whole",
  ),
  otlpRecordsMax: whole(
    "OTLP_RECORDS_MAX",
    "records",
    100_000,
    "Most spans, log records or datapoints of one request; SDKs send 512, and each costs memory however small it is",
    [1, 10_000_000],
  ),
  attributeCharsMax: whole(
    "ATTRIBUTE_CHARS_MAX",
    "characters",
    16_384,
    "Longest text of a message, tool or log that a timeline lists; its details and the download always hold all of it",
    [100, 10_000_000],
  ),
  sessionBytesMax: bytes(
    "SESSION_BYTES_MAX",
    "128MiB",
    "How much of one session is read at once, inflated; a call of an hour sends 10 MiB, and decoding takes several times that",
  ),
  sessionRecordsMax: whole(
    "SESSION_RECORDS_MAX",
    "records",
    250_000,
    "Most spans, log records and datapoints of one session that are read at once; each costs a kilobyte or two of memory",
    [1000, 10_000_000],
  ),
  recordingBytesMax: bytes(
    "RECORDING_BYTES_MAX",
    "1GiB",
    "Largest recording upload; stereo takes 42 MB an hour, so this is a day",
  ),
  importBytesMax: bytes(
    "IMPORT_BYTES_MAX",
    "2GiB",
    "Largest zip of a session that is imported; its files may inflate to twice as much. The largest recording and all around it fit",
  ),
  lineBytesMax: bytes(
    "LINE_BYTES_MAX",
    "256KiB",
    "Longest runtime line, a joined traceback too; longer ones are cut, and say so",
  ),
  linesBytesMax: bytes(
    "LINES_BYTES_MAX",
    "16MiB",
    "Largest request of runtime lines, before and after gzip; a sidecar sends 1 MiB, a Collector's batch of 8,192 records has some 8 MiB",
  ),
  linesPerRequestMax: whole(
    "LINES_PER_REQUEST_MAX",
    "lines",
    50_000,
    "Most runtime lines of one request; they are stored together and take a second",
    [1, 1_000_000],
  ),
  linesPerWorkerSecondMax: whole(
    "LINES_PER_WORKER_SECOND_MAX",
    "lines",
    5_000,
    "Runtime lines a second of one worker, on average over ten seconds; a process that prints in a loop does ten times more, and a notice says how many are missing",
    [1, 1_000_000],
  ),
  linesPerProjectSecondMax: whole(
    "LINES_PER_PROJECT_SECOND_MAX",
    "lines",
    50_000,
    "The same for all workers of a project, in each process; more than two cores store",
    [1, 10_000_000],
  ),
  requestsInFlightMax: whole(
    "REQUESTS_IN_FLIGHT_MAX",
    "requests",
    2000,
    "Telemetry requests taken at once; more are asked with 503 to come again, which SDKs do for ten seconds",
    [1, 100_000],
  ),
  recordingsInFlightMax: whole(
    "RECORDINGS_IN_FLIGHT_MAX",
    "recordings",
    64,
    "Recordings taken at once; each streams (to a bucket in pieces of 16 MiB); more come again in half a minute",
    [1, 100_000],
  ),
  requestBytesInFlightMax: bytes(
    "REQUEST_BYTES_IN_FLIGHT_MAX",
    "128MiB",
    "Bytes of all requests being taken in; bounds this process's memory whatever senders do, more get 503",
  ),
  requestsPerSecondMax: whole(
    "REQUESTS_PER_SECOND_MAX",
    "requests",
    10_000,
    "Telemetry requests a second of one API key, on average over ten seconds; more than one process takes, so lower it for a fair share",
    [1, 1_000_000],
  ),
  diskWarnPercent: whole("DISK_WARN_PERCENT", "percent", 85, "From here on settings pages and /metrics warn", [1, 100]),
  diskRefusePercent: whole(
    "DISK_REFUSE_PERCENT",
    "percent",
    95,
    "From here on telemetry is asked with 503 to come again, and /readyz fails: PostgreSQL must never find the disk full",
    [1, 100],
  ),
  sessionsPerDayMax: whole(
    "SESSIONS_PER_DAY_MAX",
    "sessions",
    100_000,
    "New sessions of a project in 24 hours; a runaway sender that invents ids gets 429, known sessions go on",
    [1, 100_000_000],
  ),
  waitGoodMsMax: whole("WAIT_GOOD_MS_MAX", "ms", 1000, "Longest wait that screens call good", [1, 600_000]),
  waitSlowMsMax: whole("WAIT_SLOW_MS_MAX", "ms", 1500, "Longest wait they call slow, not very slow", [1, 600_000]),
};

/** For the documentation: name, unit, default and meaning of every setting. */
export const SETTINGS: readonly Omit<Setting<unknown>, "parse">[] = Object.values(table);

type Parsed = { [K in keyof typeof table]: ReturnType<(typeof table)[K]["parse"]> };

/** All settings with their defaults worked out. */
export interface Config extends Omit<Parsed, "blobDir" | "publicUrl" | "secretKey"> {
  blobDir: string;
  /** Without a trailing slash. */
  publicUrl: string;
  secretKey: string;
}

/**
 * Reads the environment once. A secret key that is not given is made in `DATA_DIR/secret-key` and found there again.
 * Errors: one Error whose message lists everything that is wrong.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const mistakes: string[] = [];
  const parsed = parseAll(environment, mistakes);
  mistakes.push(...contradictions(parsed));
  if (mistakes.length > 0) throw new Error(`The configuration is wrong:\n${mistakes.map((m) => `- ${m}`).join("\n")}`);
  return {
    ...parsed,
    blobDir: parsed.blobDir ?? join(parsed.dataDir, "blobs"),
    publicUrl: parsed.publicUrl ?? `http://${urlHost(parsed.host)}:${parsed.port}`,
    secretKey: parsed.secretKey ?? secretKeyOf(parsed.dataDir),
  };
}

let cached: Config | undefined;

/** The configuration of this process, read at the first call. Errors: as `loadConfig`. */
export function config(): Config {
  cached ??= loadConfig();
  return cached;
}

function parseAll(environment: Environment, mistakes: string[]): Parsed {
  const entries = Object.entries(table).map(([key, setting]) => {
    const value = environment[setting.name]?.trim() || null;
    try {
      return [key, setting.parse(value)];
    } catch (error) {
      mistakes.push(`${setting.name}: ${(error as Error).message}`);
      return [key, null];
    }
  });
  // Complete by construction: one entry for each key of the table. With mistakes it is never used.
  return Object.fromEntries(entries) as Parsed;
}

function contradictions(parsed: Parsed): string[] {
  const found: string[] = [];
  if (parsed.s3Bucket && parsed.blobDir) found.push("BLOB_DIR and S3_BUCKET: set only one of them.");
  if (!parsed.s3AccessKeyId !== !parsed.s3SecretAccessKey) {
    found.push("S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: set both or none.");
  }
  if (!parsed.initApiKey !== !parsed.initApiSecret) {
    found.push("EARSHOT_INIT_API_KEY and EARSHOT_INIT_API_SECRET: set both or none.");
  }
  if (!parsed.initEmail !== !parsed.initPassword) {
    found.push("EARSHOT_INIT_EMAIL and EARSHOT_INIT_PASSWORD: set both or none.");
  }
  if (!parsed.oidcIssuer !== !parsed.oidcClientId || !parsed.oidcIssuer !== !parsed.oidcClientSecret) {
    found.push("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: set all three or none.");
  }
  if (parsed.waitGoodMsMax > parsed.waitSlowMsMax) {
    found.push("WAIT_GOOD_MS_MAX and WAIT_SLOW_MS_MAX: a good wait cannot be longer than a slow one.");
  }
  if (parsed.diskWarnPercent > parsed.diskRefusePercent) {
    found.push("DISK_WARN_PERCENT: it must not be above DISK_REFUSE_PERCENT.");
  }
  return found;
}

/** An address to listen on as a person can open it. */
function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function secretKeyOf(dataDir: string): string {
  const file = join(dataDir, "secret-key");
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    // The usual case: it was made at an earlier start, or by another process a moment ago.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}
