import type { Page } from "@playwright/test";
import { percentile } from "./report";

/** What zooming and scrolling cost. CPU is the page's own main thread, by Chromium's counters: it hardly depends on who else is busy. */
interface FrameFigures {
  /** From one frame to the next, on the wall clock. */
  intervalP95Ms: number;
  /** The same of the same page at rest, just before: as even as this browser gets. */
  restP95Ms: number;
  /** Frames that came a beat late or more, in a hundred: those that a reader sees. The beat is the median of the page at rest. */
  latePercent: number;
  /** Milliseconds of the main thread a frame. */
  cpuMs: number;
  /** Most rows of the list that were mounted at once. */
  rows: number;
}

const FRAMES = 240;
/** In beats: half a beat too long is one that was missed, told to a tenth of a millisecond or not. */
const LATE_BEATS = 1.5;

/**
 * Turns the wheel over the lanes of an open session, one notch a frame: in until it is as close as it gets, out again, and
 * sideways, as a reader does who looks for something. `rows` selects those of the list.
 */
export async function measureFrames(page: Page, rows: string): Promise<FrameFigures> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
  };
  const atRest = await page.evaluate(watchRest, FRAMES);
  const beatMs = percentile(atRest, 0.5);
  const before = await read();
  const turned = await page.evaluate(turnWheel, { frames: FRAMES, selector: rows });
  const after = await read();
  await session.detach();
  return {
    intervalP95Ms: percentile(turned.intervals, 0.95),
    restP95Ms: percentile(atRest, 0.95),
    latePercent: (turned.intervals.filter((ms) => ms > beatMs * LATE_BEATS).length / FRAMES) * 100,
    cpuMs: (after("TaskDuration") - before("TaskDuration")) / FRAMES,
    rows: turned.rows,
  };
}

/** Runs in the page: from one frame to the next while nothing is done. */
async function watchRest(frames: number): Promise<number[]> {
  const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const intervals: number[] = [];
  let lastMs = await nextFrame();
  for (let nth = 0; nth < frames; nth += 1) {
    const nowMs = await nextFrame();
    intervals.push(Math.round((nowMs - lastMs) * 10) / 10);
    lastMs = nowMs;
  }
  return intervals;
}

/** Runs in the page. */
async function turnWheel({ frames, selector }: { frames: number; selector: string }) {
  const plot = document.querySelector("[data-plot]");
  if (!plot) throw new Error("no session is open");
  const box = plot.getBoundingClientRect();
  const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const intervals: number[] = [];
  let rows = 0;
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
    // The clock of frames is told to a tenth: 16.7 is the beat of 60 Hz.
    intervals.push(Math.round((nowMs - lastMs) * 10) / 10);
    lastMs = nowMs;
    rows = Math.max(rows, document.querySelectorAll(selector).length);
  }
  return { intervals, rows };
}
