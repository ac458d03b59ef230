import type { Server } from "node:net";
import { lockFolder } from "./folder-lock";
import { keepLaterPlace } from "./positions";
import { type Batch, RecordLog } from "./record-log";
import { type LeftBehind, recoverLog } from "./recover-log";
import { FileSegments } from "./segment-stores";
import type { Source } from "./sender";
import { folderBytes, removeFolder, type Spool } from "./spool";
import { type Identity, WorkerRun } from "./worker-run";

/** A former run whose records wait: when they are sent its folder goes, or somebody else may take it. */
export interface OldRun extends Source {
  onSent(): void;
  release(): void;
}

export interface OldRunsSettings {
  spool: Spool;
  /** For all of them together. */
  bytesMax: number;
  onTrouble(words: string): void;
}

/** What former processes left in the spool and nobody sends any more: one after the other, the oldest first. */
export class OldRuns {
  readonly #settings: OldRunsSettings;
  #folders: string[] | null = null;

  constructor(settings: OldRunsSettings) {
    this.#settings = settings;
  }

  /** null: there is no more. Never throws: a folder that cannot be read is left for another time. */
  async next(): Promise<OldRun | null> {
    try {
      this.#folders ??= await this.#within(await this.#settings.spool.abandoned());
      for (let folder = this.#folders.shift(); folder; folder = this.#folders.shift()) {
        const run = await this.#take(folder);
        if (run) return run;
      }
    } catch (error) {
      this.#settings.onTrouble(`What a former run left cannot be read: ${(error as Error).message}`);
    }
    return null;
  }

  /** Lets lines of the oldest go where they are too many together: an agent that crashes again and again leaves many. */
  async #within(folders: string[]): Promise<string[]> {
    let sum = folders.reduce((bytes, folder) => bytes + folderBytes(folder), 0);
    for (const folder of folders) {
      if (sum <= this.#settings.bytesMax) break;
      sum -= folderBytes(folder);
      const run = await this.#take(folder);
      run?.log.shrink(0, true);
      run?.release();
      sum += run ? folderBytes(folder) : 0;
    }
    return folders;
  }

  async #take(folder: string): Promise<OldRun | null> {
    const lock = await lockFolder(folder);
    const store = new FileSegments(folder);
    const left = recoverLog(store);
    keepLaterPlace(this.#settings.spool, left.head);
    const identity = left.head === null ? null : identityOf(left.head);
    if (!left.head || !identity) {
      lock?.close();
      removeFolder(folder);
      return null;
    }
    const { onTrouble, bytesMax } = this.#settings;
    const run = new WorkerRun(identity, { recovered: { lastSeq: lastSeqOf(left) }, onRecords: () => undefined });
    const log = new RecordLog(
      {
        ...{ store, bytesMax, memoryBytesMax: bytesMax, onTrouble },
        head: () => run.head(),
        pieces: () => run.pieces(),
        toNotice: (loss) => run.toNotice(loss),
      },
      left,
    );
    run.attach(log);
    complete(run, left);
    return {
      ...{ identity, log },
      onTooLarge: (batch: Batch) => run.tooLarge(batch.lastSeq),
      onSent: () => {
        release(lock);
        removeFolder(folder);
      },
      release: () => release(lock),
    };
  }
}

function release(lock: Server | null): void {
  lock?.close();
}

function identityOf(head: string): Identity | null {
  const { identity } = JSON.parse(head) as { identity?: Identity };
  return identity ?? null;
}

/** The head of a segment knows of numbers whose records are gone. */
function lastSeqOf({ head, lastSeq }: LeftBehind): number {
  const known = head === null ? 0 : (JSON.parse(head) as { lastSeq: number }).lastSeq;
  return Math.max(known, lastSeq);
}

const KILLED = "The sidecar was ended before the process it watched: what was printed after this is not known.";

/** Makes records of what was none yet. Whoever does it again, after another end, makes the same ones. */
function complete(run: WorkerRun, left: LeftBehind): void {
  for (const { stream, bytes, at } of left.pieces) run.take(stream, bytes, at);
  run.end();
  const hasEnded = left.lastEvent?.includes('"event":"exited"') || left.lastEvent?.includes(KILLED);
  const at = Math.max(left.lastAt, ...left.pieces.map((piece) => piece.at));
  if (!hasEnded) run.event({ at, event: "sidecar", text: KILLED });
}
