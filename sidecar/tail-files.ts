import { basename, resolve } from "node:path";
import { FollowedFile } from "./followed-file";
import { keepLaterPlaces, type PlaceNote, recallPlace } from "./positions";
import type { SidecarSettings } from "./settings";
import { Shipping, say } from "./shipping";
import { Spool } from "./spool";
import type { WorkerRun } from "./worker-run";

const LOOK_MS = 200;

interface Followed {
  path: string;
  file: FollowedFile;
  run: WorkerRun;
  /** The position that was remembered last, as JSON. */
  told: string;
}

/**
 * Ships what is added to files, each as a worker of its own, until SIGTERM or SIGINT. A start again goes on where the last one
 * ended, if there is a spool; a file that was never followed is read from its end, with `fromStart` from its beginning.
 */
export async function tailFiles(settings: SidecarSettings, paths: string[], fromStart: boolean): Promise<void> {
  // Before what former runs left is sent and goes.
  if (settings.target) await findPlaces(settings);
  const shipping = Shipping.start(settings);
  if (!shipping) throw new Error("Say with --url and --key where the lines shall go.");
  const all: Followed[] = [];
  for (const path of paths) {
    const known = shipping.spool && recallPlace(shipping.spool, positionName(settings, path));
    const run = await shipping.begin(null, Date.now());
    run.event({ at: Date.now(), event: "started", text: `Began to follow ${basename(path)}.` });
    all.push({ path, file: new FollowedFile(path, known?.position ?? null, fromStart), run, told: "" });
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

/** How far a process that was killed had read. Errors: none; without a spool nothing is known. */
async function findPlaces({ spoolFolder, verbose }: SidecarSettings): Promise<void> {
  try {
    if (spoolFolder !== null) await keepLaterPlaces(Spool.open(spoolFolder));
  } catch (error) {
    if (verbose) say(`How far files were read is not known: ${(error as Error).message}`);
  }
}

function readNew(followed: Followed, settings: SidecarSettings, spool: Spool | null): void {
  const { file, run, path } = followed;
  const name = positionName(settings, path);
  const placeNow = (): PlaceNote | null => file.position && { name, position: { ...file.position }, at: Date.now() };
  try {
    file.read((chunk, isNew) => {
      // The last line of the file before is not the beginning of this one's first.
      if (isNew) run.end();
      const place = placeNow();
      if (place) run.takeAt("stdout", chunk, place);
    });
  } catch (error) {
    if (settings.verbose) say(`${path}: ${(error as Error).message}`);
  }
  const place = placeNow();
  const key = JSON.stringify(place?.position);
  // Also where nothing was read: a file that is begun at its end is known from then on.
  if (!place || key === followed.told) return;
  followed.told = key;
  remember(spool, place, settings.verbose);
}

function remember(spool: Spool | null, place: PlaceNote, verbose: boolean): void {
  try {
    spool?.remember(place.name, place);
  } catch (error) {
    if (verbose) say(`How far a file was read cannot be noted: ${(error as Error).message}`);
  }
}

function positionName({ agent }: SidecarSettings, path: string): string {
  return `position of ${agent} in ${resolve(path)}`;
}
