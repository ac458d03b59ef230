import { PassOn } from "./pass-on";
import type { SidecarSettings } from "./settings";
import { Shipping } from "./shipping";

/**
 * Ships what comes on standard input until it ends, and passes it on to standard output where `passes`. Ctrl-C reaches those who write
 * to it as well: they are listened to until they have ended; a second one, or SIGTERM, ends at once.
 */
export async function shipInput(settings: SidecarSettings, passes: boolean): Promise<void> {
  const shipping = Shipping.start(settings);
  const run = await shipping?.begin(null, Date.now());
  run?.event({ at: Date.now(), event: "started", text: "Began to read standard input." });
  const passOn = new PassOn(1);
  await new Promise<void>((resolve) => {
    let interrupts = 0;
    process.on("SIGINT", () => {
      interrupts++;
      if (interrupts > 1) resolve();
    });
    process.on("SIGTERM", () => resolve());
    process.stdin.once("end", resolve).once("error", () => resolve());
    process.stdin.on("data", (chunk: Buffer) => {
      run?.take("stdout", chunk, Date.now());
      if (!passes || passOn.write(chunk)) return;
      process.stdin.pause();
      void passOn.drained().then(() => process.stdin.resume());
    });
  });
  process.stdin.destroy();
  run?.end();
  run?.event({ at: Date.now(), event: "exited", text: "Standard input ended.", code: 0 });
  const patience = new Promise((resolve) => setTimeout(resolve, settings.flushMs).unref());
  await Promise.all([shipping?.end(), Promise.race([passOn.drained(), patience])]);
}
