import type { LineConditions } from "@/lib/model/agents";
import type { Worker } from "@/lib/model/workers";
import { formatAge, formatDateTime, formatPlural, formatWhole } from "./format";
import { isAtWork } from "./workers";

/** Something that is wrong, in words for the person who can mend it. `id` is unique in a list. */
export interface Trouble {
  id: string;
  tone: "error" | "warn" | "info";
  title: string;
  /** What it means for what is shown here. */
  meaning: string;
  /** What to do about it. */
  todo: string;
  /** The workers that it is about, by their ids. */
  workerIds: string[];
}

/** What is looked at. Instants are ISO 8601; `nowMs` is the reader's clock. */
export interface TroubleSigns {
  workers: readonly Worker[];
  conditions: LineConditions;
  nowMs: number;
}

/** A clock that is off by less is nobody's trouble: lines of several replicas still stand in order for a reader. */
const CLOCK_OFF_MS = 2_000;
/** A worker that ended before is history. */
const NEWS_MS = 24 * 3600 * 1000;
const CRASHES_MIN = 3;
const DAY_MS = 24 * 3600 * 1000;

/**
 * What is wrong with the workers of an agent, or of all, the worst first: a full disk, crashes in a row, silence, lines that were
 * dropped, a sidecar in trouble, clocks, lines that are past keeping, no lines at all. Empty: nothing that can be seen from here.
 */
export function findTroubles(signs: TroubleSigns): Trouble[] {
  const { workers, nowMs } = signs;
  const recent = workers.filter((worker) => nowMs - Date.parse(worker.lastSeenAt) < NEWS_MS);
  const working = recent.filter(isAtWork);
  return [
    ...disk(signs),
    ...crashes(recent),
    ...lost(
      recent.filter(({ state }) => state === "lost"),
      nowMs,
    ),
    ...dropped(recent.filter(({ droppedCount }) => droppedCount > 0)),
    ...sidecars(working.filter(({ lastError }) => lastError !== null)),
    ...clocks(working.filter(({ clockOffsetMs }) => Math.abs(clockOffsetMs ?? 0) > CLOCK_OFF_MS)),
    ...nothing(signs),
  ];
}

/** One is called by its name, several by their number. */
function who(workers: readonly Worker[]): string {
  const [only, ...others] = workers;
  return only && others.length === 0 ? nameOf(only) : formatPlural(workers.length, "worker");
}

function idsOf(workers: readonly Worker[]): string[] {
  return workers.map(({ id }) => id);
}

function disk({ conditions }: TroubleSigns): Trouble[] {
  if (conditions.diskWarning === null) return [];
  return [
    {
      id: "disk",
      tone: "error",
      title: conditions.diskWarning,
      meaning:
        "When it is full, lines are refused with the request to come again. Sidecars keep them on their own disks meanwhile, and drop the oldest when their room is used up.",
      todo: "Make room, give the server a larger disk, or keep lines and sessions for fewer days in Settings ▸ Retention.",
      workerIds: [],
    },
  ];
}

/** One crash is told by its row; several of one host are a loop. */
function crashes(workers: readonly Worker[]): Trouble[] {
  const byHost = new Map<string, Worker[]>();
  for (const worker of workers) {
    if (worker.state !== "crashed") continue;
    const key = `${worker.agent} ${worker.host ?? ""}`;
    byHost.set(key, [...(byHost.get(key) ?? []), worker]);
  }
  return [...byHost].flatMap(([key, crashed]) => {
    const [last] = crashed.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
    if (!last || crashed.length < CRASHES_MIN) return [];
    const where = last.host === null ? last.agent : `${last.agent} on ${last.host}`;
    return [
      {
        id: `crashes ${key}`,
        tone: "error" as const,
        title: `${where} crashed ${formatWhole(crashed.length)} times within a day`,
        meaning: `It is started again and again; the last one ended by ${endOf(last)}. Callers who came meanwhile were not answered by it.`,
        todo: "Look at the last lines of the latest run: a system line says how it ended and what it printed before.",
        workerIds: [last.id],
      },
    ];
  });
}

function lost(workers: readonly Worker[], nowMs: number): Trouble[] {
  const [first] = workers.toSorted((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt));
  if (!first) return [];
  const age = formatAge(nowMs - Date.parse(first.lastSeenAt));
  const isSidecar = workers.some(({ sender }) => sender === "sidecar");
  return [
    {
      id: "lost",
      tone: "error",
      title: `${who(workers)} ${workers.length === 1 ? `has said nothing for ${age}` : `have said nothing for ${age} or longer`}`,
      meaning: isSidecar
        ? "A sidecar says at least every 30 seconds that it is there. So the host is gone, the process was killed together with its sidecar, or nothing gets from there to here."
        : "What sends the output sends nothing while nothing is printed, so it may only be idle.",
      todo: "Look whether the host or container still runs, and whether it reaches this server. Lines that a sidecar kept on disk come when it is started again with the same folder.",
      workerIds: idsOf(workers),
    },
  ];
}

function dropped(workers: readonly Worker[]): Trouble[] {
  if (workers.length === 0) return [];
  const count = workers.reduce((sum, { droppedCount }) => sum + droppedCount, 0);
  return [
    {
      id: "dropped",
      tone: "warn",
      title: `${formatPlural(count, "line")} of ${who(workers)} ${count === 1 ? "is" : "are"} missing`,
      meaning:
        "More came than a worker may send (LINES_PER_WORKER_SECOND_MAX, LINES_PER_PROJECT_SECOND_MAX), or a sidecar had no room left while this server was away. A notice stands in each place where lines are missing, with their number and the reason.",
      todo: "Raise the log level of the loudest logger, or the limit; or give the sidecar more room on disk (earshot help run).",
      workerIds: idsOf(workers),
    },
  ];
}

/** Each with its own words. */
function sidecars(workers: readonly Worker[]): Trouble[] {
  return workers.map((worker) => ({
    id: `sidecar ${worker.id}`,
    tone: "warn",
    title: `The sidecar of ${nameOf(worker)} is in trouble: ${worker.lastError}`,
    meaning: "The agent is not touched by it. Lines wait in memory and on disk until they can be sent, and come late.",
    todo: "It goes on trying. If it is about the key or the address, start it anew with the right EARSHOT_KEY and EARSHOT_URL.",
    workerIds: [worker.id],
  }));
}

function clocks(workers: readonly Worker[]): Trouble[] {
  const [worst] = workers.toSorted((a, b) => Math.abs(b.clockOffsetMs ?? 0) - Math.abs(a.clockOffsetMs ?? 0));
  if (!worst) return [];
  const offMs = worst.clockOffsetMs ?? 0;
  const off = `${formatAge(Math.abs(offMs))} ${offMs > 0 ? "ahead" : "behind"}`;
  return [
    {
      id: "clock",
      tone: "warn",
      title:
        workers.length === 1
          ? `The clock of ${nameOf(worst)} is ${off}`
          : `The clocks of ${who(workers)} are off, by up to ${off}`,
      meaning: "Lines stand where their clock says, so beside those of other replicas they seem too early or too late.",
      todo: "Let the host keep its time by NTP (chrony, systemd-timesyncd); containers have the clock of their host.",
      workerIds: idsOf(workers),
    },
  ];
}

/** Why there is nothing to be seen of any worker. */
function nothing({ workers, conditions, nowMs }: TroubleSigns): Trouble[] {
  const last = workers.toSorted((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt))[0];
  if (!last) {
    return [
      {
        id: "no-lines",
        tone: "info",
        title: "No output of this agent comes here",
        meaning:
          "Its sessions are known by their telemetry. What its processes print, how they start and crash, is not.",
        todo: "Put `earshot run --agent NAME --` before its command; Logs shows how.",
        workerIds: [],
      },
    ];
  }
  const ageDays = (nowMs - Date.parse(last.lastSeenAt)) / DAY_MS;
  if (ageDays <= conditions.lineDays) return [];
  return [
    {
      id: "past-keeping",
      tone: "info",
      title: `Its lines were kept for ${formatPlural(conditions.lineDays, "day")}, and are gone`,
      meaning: `The last of its workers was heard of on ${formatDateTime(last.lastSeenAt)}.`,
      todo: "What is printed from now on can be kept longer: Settings ▸ Retention.",
      workerIds: [],
    },
  ];
}

function nameOf({ id, host }: Worker): string {
  return host === null || host === id ? id : `${id} (${host})`;
}

function endOf({ exitCode, exitSignal }: Worker): string {
  return exitSignal ?? (exitCode === null ? "itself" : `exit code ${exitCode}`);
}
