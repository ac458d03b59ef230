/** A stretch of the session's clock. Units: milliseconds since the session's `startedAt`. */
export interface TimeWindow {
  startMs: number;
  endMs: number;
}

/** The one mapping from time to pixels on the session screen: waveform, lanes, ticks and playhead all use it. */
export interface TimeScale {
  window: TimeWindow;
  widthPx: number;
}

/** A grid line with its place. */
export interface Tick {
  ms: number;
  xPx: number;
}

/** Closest zoom: below this a window shows single Opus packets (20 ms) and nothing more is to be seen. */
const WINDOW_MS_MIN = 200;
const TICK_STEPS_MS = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
];

/** Pixels from the left edge of the plot; outside of it for a time outside of the window. */
export function toPx(scale: TimeScale, ms: number): number {
  return ((ms - scale.window.startMs) / windowMs(scale.window)) * scale.widthPx;
}

/** The time under a pixel of the plot. */
export function toMs(scale: TimeScale, xPx: number): number {
  return scale.window.startMs + (xPx / Math.max(1, scale.widthPx)) * windowMs(scale.window);
}

/** Length of a window in milliseconds, never zero. */
export function windowMs(window: TimeWindow): number {
  return Math.max(1, window.endMs - window.startMs);
}

/** How far through a window a time is: 0 at its start, 1 at its end. */
export function shareOf(window: TimeWindow, ms: number): number {
  return (ms - window.startMs) / windowMs(window);
}

/** Moves a window into the domain without changing its length, unless the domain is shorter. */
export function clampWindow(window: TimeWindow, domain: TimeWindow): TimeWindow {
  const length = Math.min(Math.max(windowMs(window), Math.min(WINDOW_MS_MIN, windowMs(domain))), windowMs(domain));
  const startMs = Math.min(Math.max(window.startMs, domain.startMs), domain.endMs - length);
  return { startMs, endMs: startMs + length };
}

/** Zooms by `factor` (2 = twice as close) so that `anchorMs` stays under the cursor. */
export function zoomAt(window: TimeWindow, domain: TimeWindow, factor: number, anchorMs: number): TimeWindow {
  const length = Math.min(Math.max(windowMs(window) / factor, WINDOW_MS_MIN), windowMs(domain));
  const share = Math.min(1, Math.max(0, (anchorMs - window.startMs) / windowMs(window)));
  const startMs = anchorMs - share * length;
  return clampWindow({ startMs, endMs: startMs + length }, domain);
}

/** Moves a window by a distance in milliseconds, as far as the domain goes. */
export function panBy(window: TimeWindow, domain: TimeWindow, byMs: number): TimeWindow {
  return clampWindow({ startMs: window.startMs + byMs, endMs: window.endMs + byMs }, domain);
}

/** Turns the page when `ms` has left the window: it then stands at a tenth of the width. Same object when it is inside. */
export function keepInView(window: TimeWindow, domain: TimeWindow, ms: number): TimeWindow {
  if (ms >= window.startMs && ms <= window.endMs) return window;
  const startMs = ms - windowMs(window) * 0.1;
  return clampWindow({ startMs, endMs: startMs + windowMs(window) }, domain);
}

/** Where now stands in a window that follows it: a little room for what comes. */
const NOW_SHARE = 0.94;

/** Moves a window so that the domain's end, the now of a live session, stays in view. */
export function followNow(window: TimeWindow, domain: TimeWindow): TimeWindow {
  const lengthMs = windowMs(window);
  const startMs = Math.max(domain.startMs, domain.endMs - lengthMs * NOW_SHARE);
  return { startMs, endMs: startMs + lengthMs };
}

/** True when the whole domain is in view. */
export function isFitted(window: TimeWindow, domain: TimeWindow): boolean {
  return windowMs(window) >= windowMs(domain) - 1;
}

/** Grid lines at round times, at least `apartPx` from each other. */
export function layOutTicks(scale: TimeScale, apartPx = 90): Tick[] {
  if (scale.widthPx <= 0) return [];
  const wantedMs = (apartPx / scale.widthPx) * windowMs(scale.window);
  const stepMs = TICK_STEPS_MS.find((step) => step >= wantedMs) ?? Math.ceil(wantedMs / 3_600_000) * 3_600_000;
  const ticks: Tick[] = [];
  for (let ms = Math.ceil(scale.window.startMs / stepMs) * stepMs; ms <= scale.window.endMs; ms += stepMs) {
    ticks.push({ ms, xPx: toPx(scale, ms) });
  }
  return ticks;
}

/** What of a window is moved: its start, its end, or all of it. */
export type WindowPart = "start" | "end" | "whole";

/** Moves a part of a window by a distance in milliseconds; it stays inside of the domain and never turns inside out. */
export function dragWindow(window: TimeWindow, domain: TimeWindow, part: WindowPart, byMs: number): TimeWindow {
  if (part === "whole") return panBy(window, domain, byMs);
  const shortestMs = Math.min(WINDOW_MS_MIN, windowMs(domain));
  if (part === "start") {
    const startMs = Math.min(Math.max(window.startMs + byMs, domain.startMs), window.endMs - shortestMs);
    return { ...window, startMs };
  }
  const endMs = Math.max(Math.min(window.endMs + byMs, domain.endMs), window.startMs + shortestMs);
  return { ...window, endMs };
}

/** The window between two points of a drag, in any order. */
export function windowBetween(fromMs: number, toMs: number, domain: TimeWindow): TimeWindow {
  return clampWindow({ startMs: Math.min(fromMs, toMs), endMs: Math.max(fromMs, toMs) }, domain);
}

/** Fingers closer than this would make of a tremble a leap: pixels. */
const FINGERS_PX_MIN = 24;

/** Two fingers on the plot: pixels from its left edge, in the order in which they came down. */
export type Fingers = readonly [firstPx: number, secondPx: number];

/** The window in which the times that were under two fingers when they came down (on `before`) are under them now. */
export function pinchWindow(before: TimeScale, domain: TimeWindow, from: Fingers, to: Fingers): TimeWindow {
  const [firstMs, secondMs] = [toMs(before, from[0]), toMs(before, from[1])];
  const apart = (fingers: Fingers) => Math.max(FINGERS_PX_MIN, Math.abs(fingers[1] - fingers[0]));
  const length = (windowMs(before.window) * apart(from)) / apart(to);
  const middleShare = (to[0] + to[1]) / 2 / Math.max(1, before.widthPx);
  const kept = Math.min(Math.max(length, Math.min(WINDOW_MS_MIN, windowMs(domain))), windowMs(domain));
  const startMs = (firstMs + secondMs) / 2 - middleShare * kept;
  return clampWindow({ startMs, endMs: startMs + kept }, domain);
}
