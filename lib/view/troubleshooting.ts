import type { LineConditions } from "@/lib/model/agents";
import type { Worker } from "@/lib/model/workers";
import { formatAge, formatDateTime, formatPlural, formatWhole } from "./format";
import { isAtWork, stateMark } from "./workers";

/** Something that is wrong, in words for the person who can mend it. `id` is unique in a list. */
export interface Trouble {
  id: string;
  tone: "error" | "warn" | "info";
  title: string;
  /** What it means for what is shown here. */
  meaning: string;
  /** What to do about it. */
  todo: string;
  /** The worker that it is about; null: several, or none. */
  workerId: string | null;
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
  return [
    ...disk(signs),
    ...crashes(recent),
    ...recent.filter(({ state }) => state === "lost").map((worker) => lost(worker, nowMs)),
    ...recent.filter(({ droppedCount }) => droppedCount > 0).map(dropped),
    ...recent.filter((worker) => worker.lastError !== null && isAtWork(worker)).map(sidecar),
    ...recent.filter((worker) => isAtWork(worker) && Math.abs(worker.clockOffsetMs ?? 0) > CLOCK_OFF_MS).map(clock),
    ...nothing(signs),
  ];
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
      workerId: null,
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
        meaning: `It is started again and again; the last one ${stateMark(last).text}. Callers who came meanwhile were not answered by it.`,
        todo: "Look at the last lines of the latest run: a system line says how it ended and what it printed before.",
        workerId: last.id,
      },
    ];
  });
}

function lost(worker: Worker, nowMs: number): Trouble {
  const isSidecar = worker.sender === "sidecar";
  return {
    id: `lost ${worker.id}`,
    tone: "error",
    title: `${nameOf(worker)} has said nothing for ${formatAge(nowMs - Date.parse(worker.lastSeenAt))}`,
    meaning: isSidecar
      ? "Its sidecar says at least every 30 seconds that it is there. So its host is gone, it was killed together with its sidecar, or nothing gets from there to here."
      : "What sends its output sends nothing while nothing is printed, so it may only be idle.",
    todo: "Look whether the host or container still runs, and whether it reaches this server. Lines that its sidecar kept on disk come when it is started again with the same folder.",
    workerId: worker.id,
  };
}

function dropped(worker: Worker): Trouble {
  return {
    id: `dropped ${worker.id}`,
    tone: "warn",
    title: `${formatPlural(worker.droppedCount, "line")} of ${nameOf(worker)} ${worker.droppedCount === 1 ? "is" : "are"} missing`,
    meaning:
      "More came than a worker may send (LINES_PER_WORKER_SECOND_MAX, LINES_PER_PROJECT_SECOND_MAX), or its sidecar had no room left while this server was away. A notice stands in each place where lines are missing, with their number and the reason.",
    todo: "Raise the log level of the loudest logger, or the limit; or give the sidecar more room on disk (earshot help run).",
    workerId: worker.id,
  };
}

function sidecar(worker: Worker): Trouble {
  return {
    id: `sidecar ${worker.id}`,
    tone: "warn",
    title: `The sidecar of ${nameOf(worker)} is in trouble: ${worker.lastError}`,
    meaning: "The agent is not touched by it. Lines wait in memory and on disk until they can be sent, and come late.",
    todo: "It goes on trying. If it is about the key or the address, start it anew with the right EARSHOT_KEY and EARSHOT_URL.",
    workerId: worker.id,
  };
}

function clock(worker: Worker): Trouble {
  const offMs = worker.clockOffsetMs ?? 0;
  const way = offMs > 0 ? "ahead" : "behind";
  return {
    id: `clock ${worker.id}`,
    tone: "warn",
    title: `The clock of ${nameOf(worker)} is ${formatAge(Math.abs(offMs))} ${way}`,
    meaning: "Its lines stand where its clock says, so beside those of other replicas they seem too early or too late.",
    todo: "Let the host keep its time by NTP (chrony, systemd-timesyncd); containers have the clock of their host.",
    workerId: worker.id,
  };
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
        workerId: null,
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
      workerId: null,
    },
  ];
}

function nameOf({ id, host }: Worker): string {
  return host === null ? id : `${id} (${host})`;
}
