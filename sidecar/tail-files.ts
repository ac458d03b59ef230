import { basename, resolve } from "node:path";
import { FollowedFile, type Position } from "./followed-file";
import type { SidecarSettings } from "./settings";
import { Shipping, say } from "./shipping";
import type { Spool } from "./spool";
import type { WorkerRun } from "./worker-run";

const LOOK_MS = 200;

interface Followed {
  path: string;
  file: FollowedFile;
  run: WorkerRun;
}

/**
 * Ships what is added to files, each as a worker of its own, until SIGTERM or SIGINT. A start again goes on where the last one
 * ended, if there is a spool; a file that was never followed is read from its end, with `fromStart` from its beginning.
 */
export async function tailFiles(settings: SidecarSettings, paths: string[], fromStart: boolean): Promise<void> {
  const shipping = Shipping.start(settings);
  if (!shipping) throw new Error("Say with --url and --key where the lines shall go.");
  const all: Followed[] = [];
  for (const path of paths) {
    const known = (shipping.spool?.recall(positionName(settings, path)) ?? null) as Position | null;
    const run = await shipping.begin(null, Date.now());
    run.event({ at: Date.now(), event: "started", text: `Began to follow ${basename(path)}.` });
    all.push({ path, file: new FollowedFile(path, known, fromStart), run });
  }
  const look = () => {
    for (const each of all) readNew(each, settings, shipping.spool);
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  await new Promise<void>((stop) => {
    process.on("SIGTERM", () => stop());
    process.on("SIGINT", () => stop());
  });
  clearInterval(timer);
  look();
  for (const { run, file, path } of all) {
    run.end();
    run.event({ at: Date.now(), event: "exited", text: `Follows ${basename(path)} no longer.`, code: 0 });
    file.close();
  }
  await shipping.end();
}

function readNew({ file, run, path }: Followed, settings: SidecarSettings, spool: Spool | null): void {
  const before = file.position?.offset;
  try {
    file.read((chunk, isNew) => {
      // The last line of the file before is not the beginning of this one's first.
      if (isNew) run.end();
      run.take("stdout", Buffer.from(chunk), Date.now());
    });
    if (file.position && file.position.offset !== before) spool?.remember(positionName(settings, path), file.position);
  } catch (error) {
    if (settings.verbose) say(`${path}: ${(error as Error).message}`);
  }
}

function positionName({ agent }: SidecarSettings, path: string): string {
  return `position of ${agent} in ${resolve(path)}`;
}
