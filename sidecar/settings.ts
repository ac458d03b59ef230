import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ParseArgsConfig } from "node:util";
import type { Target } from "./post";

/** What all three ways to ship lines are told, by flags or environment. */
export interface SidecarSettings {
  /** null: nobody to send to. */
  target: Target | null;
  agent: string;
  deployment: string | null;
  host: string;
  /** null: memory only. */
  spoolFolder: string | null;
  spoolBytesMax: number;
  memoryBytesMax: number;
  /** How long the end may take, to send what is left. */
  flushMs: number;
  verbose: boolean;
}

const MIB = 1024 * 1024;
const DEFAULTS = { spoolMib: 64, memoryMib: 8, flushSeconds: 5 };

/** For `parseArgs`. */
export const SIDECAR_OPTIONS = {
  agent: { type: "string" },
  deployment: { type: "string" },
  host: { type: "string" },
  url: { type: "string" },
  key: { type: "string" },
  spool: { type: "string" },
  "spool-mib": { type: "string" },
  "memory-mib": { type: "string" },
  "flush-seconds": { type: "string" },
  verbose: { type: "boolean" },
} satisfies ParseArgsConfig["options"];

export const SIDECAR_USAGE = `--agent NAME        whose output it is (or EARSHOT_AGENT)
--deployment NAME   which version of it (or EARSHOT_DEPLOYMENT)
--host NAME         which replica; the name of the machine unless given
--url URL           of the server (or EARSHOT_URL, or LIVEKIT_OBSERVABILITY_URL)
--key KEY:SECRET    (or EARSHOT_KEY, or LIVEKIT_API_KEY and LIVEKIT_API_SECRET)
--spool DIR         where lines wait (or EARSHOT_SPOOL); "none": in memory only
--spool-mib N       how many may wait on disk, ${DEFAULTS.spoolMib} MiB unless given; then the oldest go
--memory-mib N      the same in memory, where there is no disk, ${DEFAULTS.memoryMib} MiB unless given
--flush-seconds N   how long the end may take to send what is left, ${DEFAULTS.flushSeconds} unless given
--verbose           says its own troubles on standard error
`;

/** What `parseArgs` makes of them. */
export type SidecarFlags = Partial<Record<Exclude<keyof typeof SIDECAR_OPTIONS, "verbose">, string>> & {
  verbose?: boolean;
};

type Environment = Record<string, string | undefined>;

/** Flags before environment. `fallbackName` names an agent that nobody named. Errors: an Error in words for a flag that makes no sense. */
export function readSettings(flags: SidecarFlags, environment: Environment, fallbackName: string): SidecarSettings {
  const agent = flags.agent || environment.EARSHOT_AGENT || environment.LIVEKIT_AGENT_NAME || basename(fallbackName);
  return {
    target: targetOf(flags, environment),
    agent,
    deployment: flags.deployment || environment.EARSHOT_DEPLOYMENT || null,
    host: flags.host || hostname(),
    spoolFolder: spoolFolderOf(flags.spool ?? environment.EARSHOT_SPOOL),
    spoolBytesMax: quantity("--spool-mib", flags["spool-mib"], DEFAULTS.spoolMib) * MIB,
    memoryBytesMax: quantity("--memory-mib", flags["memory-mib"], DEFAULTS.memoryMib) * MIB,
    flushMs: quantity("--flush-seconds", flags["flush-seconds"], DEFAULTS.flushSeconds) * 1000,
    verbose: flags.verbose ?? false,
  };
}

/** null unless there is a server and a key. An agent that reports to Earshot knows both already. */
function targetOf(flags: SidecarFlags, environment: Environment): Target | null {
  const url = (flags.url || environment.EARSHOT_URL || environment.LIVEKIT_OBSERVABILITY_URL || "").replace(/\/+$/, "");
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = environment;
  const pair = LIVEKIT_API_KEY && LIVEKIT_API_SECRET ? `${LIVEKIT_API_KEY}:${LIVEKIT_API_SECRET}` : "";
  const key = flags.key || environment.EARSHOT_KEY || pair;
  return key && /^https?:\/\//.test(url) && URL.canParse(url) ? { url, key } : null;
}

function spoolFolderOf(given: string | undefined): string | null {
  if (given === "none") return null;
  return given || join(tmpdir(), `earshot-spool-${process.getuid?.() ?? 0}`);
}

function quantity(name: string, given: string | undefined, usual: number): number {
  const number = given === undefined ? usual : Number(given);
  if (!(number > 0 && number <= 100_000)) throw new Error(`${name} must be a number above 0.`);
  return number;
}
