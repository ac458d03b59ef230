import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isLocked, lockFolder } from "./folder-lock";

/** A folder on disk for everything that has to outlive a process: one folder a run, and what is known of the last run of an agent. */
export class Spool {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** Errors: an Error in words, where nothing can be written there or it is not ours. */
  static open(root: string): Spool {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    const uid = process.getuid?.();
    // In a folder that everybody may write to, somebody else may have made it to read along.
    if (uid !== undefined && uid !== 0 && statSync(root).uid !== uid)
      throw new Error(`${root} belongs to somebody else`);
    accessSync(root, constants.W_OK);
    return new Spool(root);
  }

  /** A folder for a run of this process, which nobody else takes while it lives. */
  async claim(runId: string): Promise<string> {
    const folder = join(this.root, `${RUN}${runId}`);
    mkdirSync(folder, { mode: 0o700 });
    await lockFolder(folder);
    return folder;
  }

  /** Folders of runs whose process is gone, the oldest first. */
  async abandoned(): Promise<string[]> {
    const folders: { folder: string; changedAt: number }[] = [];
    for (const name of readdirSync(this.root)) {
      const folder = join(this.root, name);
      if (!name.startsWith(RUN) || (await isLocked(folder))) continue;
      folders.push({ folder, changedAt: statSync(folder).mtimeMs });
    }
    return folders.sort((one, other) => one.changedAt - other.changedAt).map(({ folder }) => folder);
  }

  /** A small thing to remember under a name; null when there is none, or it was never finished. */
  recall(name: string): unknown {
    try {
      return JSON.parse(readFileSync(this.#pathOf(name), "utf8"));
    } catch {
      // Absent, or broken: then nothing is known.
      return null;
    }
  }

  remember(name: string, value: unknown): void {
    const path = this.#pathOf(name);
    writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  #pathOf(name: string): string {
    return join(this.root, `${createHash("sha256").update(name).digest("hex").slice(0, 24)}.json`);
  }
}

const RUN = "run-";

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export function folderBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + (statSync(join(folder, name)).size ?? 0), 0);
}
