import { describe, expect, it } from "vitest";
import {
  clampWindow,
  isFitted,
  keepInView,
  layOutTicks,
  panBy,
  pinchWindow,
  shareOf,
  toMs,
  toPx,
  zoomAt,
} from "@/lib/view/time-scale";

const domain = { startMs: 0, endMs: 100_000 };

describe("time scale", () => {
  it("maps the window's edges to the plot's edges, and back", () => {
    const scale = { window: { startMs: -1000, endMs: 9000 }, widthPx: 1000 };
    expect(toPx(scale, -1000)).toBe(0);
    expect(toPx(scale, 9000)).toBe(1000);
    expect(toPx(scale, 0)).toBe(100);
    expect(toMs(scale, 100)).toBe(0);
  });

  it("keeps what was under two fingers under them, however they move", () => {
    const scale = { window: domain, widthPx: 1000 };
    // At 400 and 600 px lie 40 and 60 s. Pulled to 300 and 700 px, a pixel is 50 ms: the left edge is 15 s before the 40th.
    const closer = pinchWindow(scale, domain, [400, 600], [300, 700]);
    expect(closer).toEqual({ startMs: 25_000, endMs: 75_000 });
    expect(toPx({ window: closer, widthPx: 1000 }, 40_000)).toBeCloseTo(300);
    // Moved on together by 100 px: 5 s earlier.
    expect(pinchWindow(scale, domain, [400, 600], [400, 800])).toEqual({ startMs: 20_000, endMs: 70_000 });
    expect(pinchWindow(scale, domain, [300, 700], [400, 600])).toEqual(domain);
  });

  it("keeps the time under the cursor where it is while zooming", () => {
    const zoomed = zoomAt(domain, domain, 4, 60_000);
    expect(zoomed).toEqual({ startMs: 45_000, endMs: 70_000 });
    expect(shareOf(zoomed, 60_000)).toBeCloseTo(shareOf(domain, 60_000));
  });

  it("never zooms out beyond the session nor in beyond a fifth of a second", () => {
    expect(zoomAt({ startMs: 10_000, endMs: 20_000 }, domain, 1e-6, 15_000)).toEqual(domain);
    const closest = zoomAt(domain, domain, 1e9, 50_000);
    expect(closest.endMs - closest.startMs).toBeCloseTo(200);
  });

  it("stops at the session's edges when panned", () => {
    expect(panBy({ startMs: 10_000, endMs: 20_000 }, domain, -50_000)).toEqual({ startMs: 0, endMs: 10_000 });
    expect(panBy({ startMs: 10_000, endMs: 20_000 }, domain, 1e9)).toEqual({ startMs: 90_000, endMs: 100_000 });
  });

  it("fits a window into a session that became shorter than it", () => {
    expect(clampWindow({ startMs: 0, endMs: 500_000 }, domain)).toEqual(domain);
    expect(isFitted(domain, domain)).toBe(true);
    expect(isFitted({ startMs: 0, endMs: 50_000 }, domain)).toBe(false);
  });

  it("turns the page when the playhead leaves, and stays the same object while it is inside", () => {
    const window = { startMs: 10_000, endMs: 20_000 };
    expect(keepInView(window, domain, 15_000)).toBe(window);
    expect(keepInView(window, domain, 20_001)).toEqual({ startMs: 19_001, endMs: 29_001 });
  });

  it("draws grid lines at round times with room for their labels", () => {
    // 93.5 s on 1260 px: 90 px are 6.7 s, so every 10 s (worked out by hand).
    const ticks = layOutTicks({ window: { startMs: 0, endMs: 93_500 }, widthPx: 1260 });
    expect(ticks.map((tick) => tick.ms)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90].map((s) => s * 1000));
    expect(ticks[1]?.xPx).toBeCloseTo(134.76, 1);
  });

  it("draws none before the width is known", () => {
    expect(layOutTicks({ window: domain, widthPx: 0 })).toEqual([]);
  });
});
