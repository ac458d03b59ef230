import { setTimeout as wait } from "node:timers/promises";
import { type Browser, chromium, type Page } from "@playwright/test";
import { measureFrames } from "./frames";
import { type Opened, openFloor, openWatched, seeOpening, watchOpening } from "./opening";
import { type Product, READER } from "./product";
import { type Figure, percentile } from "./report";

const ROWS = "ul[aria-label=Timeline] > li";
const WAVE = "[data-waveform=drawn]";
const OPENED = 5;
const READ_MS_MAX = 240_000;

/** Sessions that were sent before: one with many spans, and one of an hour. */
interface Shown {
  crowded: string;
  spans: number;
  hour: string;
}

/**
 * What a reader sees in a browser, headless and without a GPU: canvases are painted by the CPU, on the same cores as everything
 * else.
 */
export async function browserFigures(product: Product, program: string, shown: Shown): Promise<Figure[]> {
  await untilPeaks(product, shown.crowded);
  await untilPeaks(product, shown.hour);
  const browser = await chromium.launch({
    executablePath: program,
    args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
  });
  try {
    const page = await logIn(browser, product);
    await page.goto(addressOf(product, shown.crowded));
    await page.locator(WAVE).waitFor();
    await page.locator(ROWS).first().waitFor();
    const zoom = await measureFrames(page, ROWS);
    const floor = await openFloor(page, `${product.target.url}/healthz`, OPENED);
    const opened = await openAndPlay(page, product, shown.hour);
    const figure = (what: string, unit: string, measured: number, most: number | null): Figure => ({
      what: `browser: ${what}`,
      unit,
      measured,
      hold: most === null ? null : { most },
    });
    return [
      figure(`rows mounted of a session of ${shown.spans} spans`, "", zoom.rows, 60),
      // At most 5 in 100 come late: that is what p95 says, without a clock that is told to a tenth.
      figure("frames while zooming in it that miss the beat of the page at rest", "%", zoom.latePercent, 5),
      figure("… frames while zooming in it, p95", "ms", zoom.intervalP95Ms, null),
      figure("… of the page at rest, p95", "ms", zoom.restP95Ms, null),
      figure("… of it the page's main thread, a frame", "ms", zoom.cpuMs, null),
      figure("call of an hour, waveform painted after navigation", "ms", medianOf(opened, "paintedMs"), 300),
      figure("… a page of one word from the same server, painted", "ms", percentile(floor, 0.5), null),
      figure("… seen in pictures of the screen, taken meanwhile", "ms", medianOf(opened, "seenMs"), null),
      figure("the same, Play can be pressed after navigation", "ms", medianOf(opened, "playableMs"), null),
      figure("the same, list shown after navigation", "ms", medianOf(opened, "listedMs"), null),
      figure("the same, sound after Play", "ms", medianOf(opened, "soundMs"), 1000),
    ];
  } finally {
    await browser.close();
  }
}

async function logIn(browser: Browser, product: Product): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(product.target.url);
  await page.getByLabel("Email").fill(READER.email);
  await page.getByLabel("Password").fill(READER.password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByRole("heading", { name: "Sessions" }).waitFor();
  return page;
}

function addressOf(product: Product, id: string): string {
  return `${product.target.url}/p/default/sessions/${encodeURIComponent(id)}`;
}

interface Played extends Opened {
  soundMs: number;
  seenMs: number;
}

async function openAndPlay(page: Page, product: Product, id: string): Promise<Played[]> {
  const rounds: Played[] = [];
  const helper = await page.context().newPage();
  await page.bringToFront();
  await watchOpening(page);
  for (let round = 0; round <= OPENED; round += 1) {
    const seenMs = await seeOpening(page, addressOf(product, id), helper);
    const opened = await openWatched(page, addressOf(product, id));
    const play = page.getByRole("button", { name: "Play", exact: true });
    await play.click({ trial: true });
    const soundMs = await play.evaluate(playUntilSound);
    // The first fills the browser's cache, as it is for somebody who has opened a session before.
    if (round > 0) rounds.push({ ...opened, soundMs, seenMs });
  }
  return rounds;
}

function medianOf(rounds: readonly Played[], what: keyof Played): number {
  return percentile(
    rounds.map((round) => round[what]),
    0.5,
  );
}

/** Runs in the page: from the click until an audio element's time moves. */
function playUntilSound(button: Element): Promise<number> {
  return new Promise((resolve) => {
    const startMs = performance.now();
    const onTime = (event: Event) => {
      if (!(event.target instanceof HTMLMediaElement) || event.target.currentTime === 0) return;
      document.removeEventListener("timeupdate", onTime, true);
      resolve(performance.now() - startMs);
    };
    document.addEventListener("timeupdate", onTime, true);
    if (button instanceof HTMLElement) button.click();
  });
}

async function untilPeaks(product: Product, id: string): Promise<void> {
  const endMs = Date.now() + READ_MS_MAX;
  while (Date.now() < endMs) {
    const { rows } = await product.database.query(
      "SELECT peaks_blob_key IS NOT NULL AS done FROM recording WHERE session_id = $1",
      [id],
    );
    if (rows[0]?.done) return;
    await wait(200);
  }
  throw new Error("the background process did not read the recording in time");
}
