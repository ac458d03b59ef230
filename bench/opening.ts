import type { Page } from "@playwright/test";

/** When a reader who opens a session has what, in milliseconds since the navigation began. */
export interface Opened {
  /** The waveform is painted: noted by the page itself, after the frame in which its element was first there. */
  paintedMs: number;
  /** Play can be pressed: scripts have run and the sound is attached. */
  playableMs: number;
  /** The list's first line is there. */
  listedMs: number;
}

const MARKS = {
  paintedMs: "[data-waveform=still], [data-waveform=drawn]",
  playableMs: "button[aria-label=Play]:not([disabled])",
  listedMs: "ul[aria-label=Timeline] > li",
};
const PLOT = "[data-plot]";
/** Both sides' lanes at the head of the plot. */
const WAVE_PX = 100;

/** Prepares a page to be opened: notes of every page that it will show when the marks were first painted. */
export async function watchOpening(page: Page): Promise<void> {
  await page.addInitScript(noteMarks, MARKS);
}

/** Opens a session in a watched page. */
export async function openWatched(page: Page, address: string): Promise<Opened> {
  await page.goto(address);
  for (const selector of Object.values(MARKS)) await page.locator(selector).first().waitFor({ state: "attached" });
  // Every mark is noted a frame later.
  await page.waitForTimeout(300);
  return page.evaluate(() => (window as unknown as { openingMarks: Opened }).openingMarks);
}

/** When the browser has painted a page that has nothing to load, in milliseconds since its navigation began: sooner than that nothing is. */
export async function openFloor(page: Page, address: string, rounds: number): Promise<number[]> {
  const painted: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.goto("about:blank");
    await page.goto(address);
    // Noted after the picture, which the load of so little does not wait for.
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
    painted.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0));
  }
  return painted;
}

/**
 * When the first picture of the screen has the waveform in its place, by its pixels: the proof that what the page notes is what is seen.
 * Taking the pictures costs some of the time that they measure. `helper`: an empty page.
 */
export async function seeOpening(page: Page, address: string, helper: Page): Promise<number> {
  const screen = await page.context().newCDPSession(page);
  const pictures: { jpeg: string; atMs: number }[] = [];
  screen.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
    pictures.push({ jpeg: data, atMs: (metadata.timestamp ?? Number.NaN) * 1000 });
    void screen.send("Page.screencastFrameAck", { sessionId });
  });
  await page.goto("about:blank");
  await screen.send("Page.startScreencast", { format: "jpeg", quality: 60, everyNthFrame: 1 });
  await openWatched(page, address);
  await screen.send("Page.stopScreencast");
  await screen.detach();
  const originMs = await page.evaluate(() => performance.timeOrigin);
  const box = await page.locator(PLOT).boundingBox();
  if (!box) throw new Error("the plot has no place");
  const after = pictures.filter(({ atMs }) => atMs >= originMs);
  const painted = await helper.evaluate(countColoured, {
    jpegs: after.map(({ jpeg }) => jpeg),
    // Beside the playhead at its left edge.
    box: { x: box.x + 4, y: box.y, width: box.width - 8, height: WAVE_PX },
    screenPx: page.viewportSize()?.width ?? 0,
  });
  const first = painted.findIndex((pixels) => pixels > (painted.at(-1) ?? 0) / 2);
  return (after[first]?.atMs ?? Number.NaN) - originMs;
}

/** Runs in the page, before everything else. A message that is sent in a frame comes after that frame was painted. */
function noteMarks(selectors: Record<string, string>): void {
  const marks: Record<string, number> = {};
  Object.assign(window, { openingMarks: marks });
  const seen = new Set<string>();
  const observer = new MutationObserver(() => {
    for (const [name, selector] of Object.entries(selectors)) {
      if (seen.has(name) || !document.querySelector(selector)) continue;
      seen.add(name);
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          marks[name] = performance.now();
        };
        channel.port2.postMessage(null);
      });
    }
    if (seen.size === Object.keys(selectors).length) observer.disconnect();
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}

interface Pictures {
  jpegs: string[];
  box: { x: number; y: number; width: number; height: number };
  screenPx: number;
}

/** Runs in an empty page: how many pixels of a box are coloured, picture by picture. Grey is chrome, colour is data. */
async function countColoured({ jpegs, box, screenPx }: Pictures): Promise<number[]> {
  const counts: number[] = [];
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  for (const jpeg of jpegs) {
    const image = new Image();
    image.src = `data:image/jpeg;base64,${jpeg}`;
    await image.decode();
    const ratio = image.width / screenPx;
    canvas.width = image.width;
    canvas.height = image.height;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(box.x * ratio, box.y * ratio, box.width * ratio, box.height * ratio);
    let coloured = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 40) coloured += 1;
    }
    counts.push(coloured);
  }
  return counts;
}
