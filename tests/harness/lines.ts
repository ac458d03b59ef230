import { pool } from "@/lib/db";
import { termsOf } from "@/lib/filter/terms";
import type { Line, NewLine } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import type { NewWorker } from "@/lib/model/workers";
import { parseLine } from "@/lib/normalise/lines";
import { LinePack } from "@/lib/store/line-pack";
import {
  currentLineSegment,
  ensureLineSegments,
  indexLineSegment,
  listUnindexedSegments,
} from "@/lib/store/line-segments";
import { saveLines } from "@/lib/store/lines";

/** What a test wants of a line; the rest is of a receptionist. */
export interface WantedLine extends Partial<Pick<Line, "worker" | "agent" | "deployment" | "host" | "stream">> {
  raw: string;
  atMs: number;
  dropped?: number;
}

type Complete = Required<Omit<WantedLine, "dropped">> & Pick<WantedLine, "dropped">;

const RECEPTIONIST = {
  ...{ worker: "w-1", agent: "receptionist", deployment: "v1", host: "h-1" },
  stream: "stdout" as const,
};

/** Stores lines as intake does, but at any time; returns when they are committed. */
export async function saveWantedLines(scope: ProjectScope, wanted: WantedLine[]): Promise<void> {
  const complete: Complete[] = wanted.map((line) => ({ ...RECEPTIONIST, ...line }));
  const workers = new Map(complete.map((line) => [line.worker, toWorker(line)] as const));
  const pack = new LinePack(scope);
  for (const line of complete) pack.add(toNewLine(line));
  await saveLines(scope, { workers: [...workers.values()], pack, digest: null });
}

function toNewLine({ raw, atMs, dropped, ...told }: Complete): NewLine {
  const parsed = parseLine(raw);
  const { level, jobId } = parsed;
  return {
    ...{ worker: told.worker, seq: null, atMs, stream: told.stream, level, sessionId: jobId, raw, fields: null },
    dropped: dropped ?? null,
    terms: termsOf(parsed, { ...told, level, sessionId: jobId }),
    ...{ job: null, sign: null },
  };
}

function toWorker({ worker, agent, deployment, host, atMs }: Complete): NewWorker {
  return {
    ...{ id: worker, agent, deployment, host, pid: 1, sender: "sidecar", senderVersion: null },
    ...{ startedAtMs: atMs, clockOffsetMs: null, lastError: null },
  };
}

/** What comes from now on goes to the next segment. */
export async function closeSegment(): Promise<void> {
  await ensureLineSegments(3);
  const next = BigInt((await currentLineSegment()) + 1) << 18n;
  await pool().query("select setval('runtime_line_id_seq', $1, false)", [next]);
}

/** What the background does with closed segments. */
export async function indexSegments(): Promise<number> {
  const segments = await listUnindexedSegments(100);
  for (const segment of segments) {
    if (!(await indexLineSegment(segment))) throw new Error(`segment ${segment} was not indexed`);
  }
  return segments.length;
}
