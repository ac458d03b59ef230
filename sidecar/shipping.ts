import { randomBytes } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { OldRuns } from "./old-runs";
import { RecordLog } from "./record-log";
import { FileSegments } from "./segment-stores";
import { Sender } from "./sender";
import type { SidecarSettings } from "./settings";
import { removeFolder, Spool } from "./spool";
import { type Identity, WorkerRun } from "./worker-run";

/** Everything between output and server, for all runs of this process. */
export class Shipping {
  readonly #settings: SidecarSettings;
  readonly #sender: Sender;
  readonly #folders: { folder: string; log: RecordLog }[] = [];
  readonly #ended: Promise<void>;
  readonly spool: Spool | null;

  /** null where there is nobody to send to. */
  static start(settings: SidecarSettings): Shipping | null {
    // Young objects stay in the little room they begin with: a flood takes a third less memory, and no more time.
    setFlagsFromString("--semi-space-growth-factor=1");
    if (settings.target) return new Shipping(settings, settings.target);
    if (settings.verbose) say("no server and key are given: nothing is sent.");
    return null;
  }

  private constructor(settings: SidecarSettings, target: NonNullable<SidecarSettings["target"]>) {
    this.#settings = settings;
    const onTrouble = (words: string) => {
      if (settings.verbose) say(words);
    };
    let spoolTrouble = "";
    try {
      this.spool = settings.spoolFolder === null ? null : Spool.open(settings.spoolFolder);
    } catch (error) {
      this.spool = null;
      spoolTrouble = `There is no spool, lines wait in memory: ${(error as Error).message}`;
    }
    const old = this.spool && new OldRuns({ spool: this.spool, bytesMax: settings.spoolBytesMax, onTrouble });
    this.#sender = new Sender({ target, onTrouble, nextOldRun: async () => (await old?.next()) ?? null });
    if (spoolTrouble) this.#sender.tell(spoolTrouble);
    this.#ended = this.#sender.run();
  }

  /** A run of its own. `pid` as the server shall show it. */
  async begin(pid: number | null, startedAt: number): Promise<WorkerRun> {
    const { agent, deployment, host } = this.#settings;
    const id = makeRunId(host, startedAt);
    const identity: Identity = { id, agent, host, startedAt, sender: "sidecar" };
    if (deployment) identity.deployment = deployment;
    if (pid !== null) identity.pid = pid;
    const run = new WorkerRun(identity, { onRecords: () => this.#sender.wake() });
    const folder = await this.#claim(id);
    const log = new RecordLog({
      store: folder === null ? null : new FileSegments(folder),
      bytesMax: this.#settings.spoolBytesMax,
      memoryBytesMax: this.#settings.memoryBytesMax,
      head: () => run.head(),
      pieces: () => run.pieces(),
      toNotice: (loss) => run.toNotice(loss),
      onTrouble: (words) => this.#sender.tell(words),
    });
    run.attach(log);
    if (folder !== null) this.#folders.push({ folder, log });
    this.#sender.add({ identity, log, onTooLarge: ({ lastSeq }) => run.tooLarge(lastSeq) });
    return run;
  }

  /** Sends what is left, as far as the time allows; what is not sent stays in the spool. */
  async end(): Promise<void> {
    const { flushMs } = this.#settings;
    this.#sender.stop(flushMs);
    await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, flushMs))]);
    for (const { folder, log } of this.#folders) if (log.read(1) === null) removeFolder(folder);
  }

  async #claim(id: string): Promise<string | null> {
    try {
      return (await this.spool?.claim(id)) ?? null;
    } catch (error) {
      this.#sender.tell(`There is no spool, lines wait in memory: ${(error as Error).message}`);
      return null;
    }
  }
}

/** Own words: never on the streams of the child unless asked for. */
export function say(words: string): void {
  process.stderr.write(`earshot: ${words}\n`);
}

/** For every start another. Source: the bounds of `WorkerRecord.id`. */
function makeRunId(host: string, startedAt: number): string {
  const readable = host.replace(/[^\w.-]/g, "_").slice(0, 100);
  return `${readable}-${startedAt.toString(36)}-${randomBytes(4).toString("hex")}`;
}
