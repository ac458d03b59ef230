import { join } from "node:path";
import { isLocked } from "./folder-lock";
import { countMemoryKills } from "./memory-events";
import type { Ending } from "./run-child";
import { sayCommand } from "./say-command";
import type { SidecarSettings } from "./settings";
import type { Shipping } from "./shipping";
import type { WorkerRun } from "./worker-run";

/** What is remembered of the last run of an agent on a host. */
interface LastRun {
  id: string;
  ended: (Ending & { at: number }) | null;
}

interface Beginning {
  shipping: Shipping;
  settings: SidecarSettings;
  command: string[];
  pid: number | null;
}

const MEMORY_LOOK_MS = 5_000;

/** Tells what happens to a child: that it started, again, shall end, has ended, and why. */
export class RunReport {
  readonly run: WorkerRun;
  readonly #beginning: Beginning;
  readonly #startedAt = Date.now();
  readonly #memoryKillsBefore = countMemoryKills();
  readonly #timer: NodeJS.Timeout;
  #memoryKills = this.#memoryKillsBefore;
  #stopSignal: NodeJS.Signals | null = null;
  #isKilledByUs = false;

  static async begin(beginning: Beginning): Promise<RunReport> {
    const run = await beginning.shipping.begin(beginning.pid, Date.now());
    const report = new RunReport(run, beginning);
    run.event({ at: Date.now(), event: "started", text: `Started: ${sayCommand(beginning.command)}` });
    await report.#tellOfLastRun();
    return report;
  }

  private constructor(run: WorkerRun, beginning: Beginning) {
    this.run = run;
    this.#beginning = beginning;
    this.#timer = setInterval(() => this.#lookAtMemory(), MEMORY_LOOK_MS);
    this.#timer.unref();
  }

  onSignal(signal: NodeJS.Signals, kills: boolean): void {
    this.#isKilledByUs ||= kills;
    if (this.#stopSignal) return;
    this.#stopSignal = signal;
    this.run.event({ at: Date.now(), event: "draining", text: `${signal} came: the process was told to stop.` });
  }

  end(ending: Ending): void {
    clearInterval(this.#timer);
    this.run.end();
    this.#lookAtMemory();
    const at = Date.now();
    const { code, signal } = ending;
    const facts = signal === null ? { code: code ?? 0 } : { signal };
    const failed = signal !== null || code !== 0;
    const lastLines = failed ? { lastLines: this.run.lastLines } : {};
    this.run.event({ at, event: "exited", text: this.#sayEnding(ending, at), ...facts, ...lastLines });
    this.#remember({ id: this.run.identity.id, ended: { ...ending, at } });
  }

  #sayEnding({ code, signal }: Ending, at: number): string {
    const after = `after ${Math.round((at - this.#startedAt) / 1000)} s`;
    if (signal === null) return `Exited with code ${code} ${after}.`;
    if (this.#isKilledByUs) return `Killed ${after}: a second signal came before it had ended.`;
    const isOutOfMemory = signal === "SIGKILL" && this.#memoryKills !== this.#memoryKillsBefore;
    return `Ended by ${signal} ${after}${isOutOfMemory ? ", for want of memory" : ""}.`;
  }

  /** The kernel ends one process, often a job and not the worker itself. */
  #lookAtMemory(): void {
    const now = countMemoryKills();
    if (now === null || this.#memoryKills === null || now <= this.#memoryKills) return;
    const processes = now - this.#memoryKills === 1 ? "a process" : `${now - this.#memoryKills} processes`;
    this.#memoryKills = now;
    const text = `The kernel ended ${processes} of this container for want of memory.`;
    this.run.event({ at: Date.now(), event: "out-of-memory", text });
  }

  async #tellOfLastRun(): Promise<void> {
    const { spool } = this.#beginning.shipping;
    const last = spool?.recall(this.#name) as LastRun | null | undefined;
    this.#remember({ id: this.run.identity.id, ended: null });
    if (!spool || !last) return;
    const folder = join(spool.root, `run-${last.id}`);
    // Another of its kind beside it, which lives.
    if (!last.ended && (await isLocked(folder).catch(() => false))) return;
    const text = `Started again on this host. The run before, ${last.id}, ${sayLast(last)}.`;
    this.run.event({ at: Date.now(), event: "restarted", text });
  }

  get #name(): string {
    const { agent, host } = this.#beginning.settings;
    return `last run of ${agent} on ${host}`;
  }

  #remember(last: LastRun): void {
    try {
      this.#beginning.shipping.spool?.remember(this.#name, last);
    } catch {
      // A full disk: then the next start does not know that it is one more.
    }
  }
}

function sayLast({ ended }: LastRun): string {
  if (!ended) return "ended without a word";
  const how = ended.signal ? `was ended by ${ended.signal}` : `exited with code ${ended.code}`;
  return `${how} at ${new Date(ended.at).toISOString()}`;
}
