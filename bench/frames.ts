import type { Page } from "@playwright/test";

/** What zooming and scrolling cost. CPU is the page's own main thread, by Chromium's counters: it hardly depends on who else is busy. */
export interface FrameFigures {
  frames: number;
  /** From one frame to the next, on the wall clock. */
  intervalP50Ms: number;
  intervalP95Ms: number;
  /** Milliseconds of the main thread a frame: all of it, and scripts alone. */
  cpuMs: number;
  scriptMs: number;
  layoutMs: number;
}

const FRAMES = 240;

/**
 * Turns the wheel over the lanes of an open session, one notch a frame: in until it is as close as it gets, out again, and
 * sideways, as a reader does who looks for something.
 */
export async function measureFrames(page: Page): Promise<FrameFigures> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
  };
  const before = await read();
  const intervals = await page.evaluate(turnWheel, FRAMES);
  const after = await read();
  await session.detach();
  const perFrame = (name: string) => (after(name) - before(name)) / FRAMES;
  const sorted = [...intervals].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    frames: intervals.length,
    intervalP50Ms: at(0.5),
    intervalP95Ms: at(0.95),
    cpuMs: perFrame("TaskDuration"),
    scriptMs: perFrame("ScriptDuration"),
    layoutMs: perFrame("LayoutDuration") + perFrame("RecalcStyleDuration"),
  };
}

/** Runs in the page. */
async function turnWheel(frames: number): Promise<number[]> {
  const plot = document.querySelector("[data-plot]");
  if (!plot) throw new Error("no session is open");
  const box = plot.getBoundingClientRect();
  const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const intervals: number[] = [];
  let lastMs = await nextFrame();
  for (let nth = 0; nth < frames; nth += 1) {
    const isSideways = nth % 40 >= 32;
    const isIn = nth % 80 < 40;
    const event = new WheelEvent("wheel", {
      clientX: box.left + box.width * 0.63,
      clientY: box.top + 60,
      deltaX: isSideways ? 40 : 0,
      deltaY: isSideways ? 0 : isIn ? -60 : 60,
      ctrlKey: !isSideways,
      bubbles: true,
      cancelable: true,
    });
    plot.dispatchEvent(event);
    const nowMs = await nextFrame();
    intervals.push(nowMs - lastMs);
    lastMs = nowMs;
  }
  return intervals;
}
