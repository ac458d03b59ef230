import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { loginFile, url } from "./product";
import { readApi, replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// What the page of a session shows before any script of it ran.

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
  await expect(async () => {
    const { recording } = await (await readApi(`/sessions/${id}/timeline`)).json();
    expect(recording.peaksUrl).not.toBeNull();
  }).toPass({ timeout: 60_000 });
});

const NOBODY = { cookies: [], origins: [] };
const PATHS = "[data-waveform=still] path";

interface Reader {
  storageState: string | Awaited<ReturnType<BrowserContext["storageState"]>>;
  viewport?: { width: number; height: number };
}

/** Opens a page as a browser whose scripts are off. */
async function openUnscripted(browser: Browser, path: string, reader: Reader): Promise<Page> {
  const context = await browser.newContext({ ...reader, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

async function placeOf(page: Page, selector: string) {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} has no place`);
  return box;
}

/** The owner asks the API to make something. */
async function make<Answer>(page: Page, path: string, data: object): Promise<Answer> {
  const answer = await page.request.post(`/api/v1${path}?project=default`, { data, headers: { origin: url } });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as Answer;
}

for (const [width, scheme] of [
  [1440, "dark"],
  [390, "light"],
] as const) {
  test(`the served page shows header and waveform without a script, where they stay: ${width} px`, async ({
    page,
    browser,
  }) => {
    const viewport = { width, height: 900 };
    const still = await openUnscripted(browser, `/p/default/sessions/${id}`, { storageState: loginFile, viewport });
    await expect(still.getByRole("heading", { level: 1 })).toHaveText("clinic-receptionist");
    await expect(still.getByText(/^clinic-\d+$/)).toBeVisible();
    // Two sides, one picture of two for this width.
    await expect(still.locator(PATHS).filter({ visible: true })).toHaveCount(2);
    const outline = await still.locator(PATHS).filter({ visible: true }).first().getAttribute("d");
    // A caller who speaks seven times is no straight line.
    expect(outline?.match(/V/g)?.length).toBeGreaterThan(width === 390 ? 20 : 60);

    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize(viewport);
    await page.goto(`/p/default/sessions/${id}`);
    await expect(page.locator("[data-waveform=drawn]")).toBeAttached();
    await expect(new SessionPage(page).rows.first()).toBeVisible();
    const [before, after] = [await placeOf(still, "[data-plot]"), await placeOf(page, "[data-plot]")];
    expect(before).toEqual(after);
    await expect(page.locator(PATHS)).toHaveCount(0);
    await still.context().close();
  });
}

test("the picture goes when the canvas is painted, never before and never after", async ({ page }) => {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seenWaves: seen });
    const look = () => {
      const isStill = document.querySelector("[data-waveform=still]") !== null;
      const isDrawn = document.querySelector("[data-waveform=drawn]") !== null;
      const state = `${isStill ? "still" : ""}${isDrawn ? "drawn" : ""}`;
      if (state !== "" && seen.at(-1) !== state) seen.push(state);
      else if (state === "" && seen.length > 0 && seen.at(-1) !== "none") seen.push("none");
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(`/p/default/sessions/${id}`);
  await expect(new SessionPage(page).rows.first()).toBeVisible();
  const seen = () => page.evaluate(() => (window as unknown as { seenWaves: string[] }).seenWaves);
  await expect.poll(seen).toEqual(["still", "drawn"]);
});

test("the page is painted before its scripts run", async ({ page }) => {
  await page.addInitScript(() => {
    const order: string[] = [];
    Object.assign(window, { order });
    // Scripts wait for half a second at most, and a busy machine may take longer for a picture: it is their order that counts here.
    const later = window.setTimeout;
    const patient = (run: () => void, ms?: number) => later(run, ms === 500 ? 60_000 : ms);
    Object.assign(window, { setTimeout: patient });
    document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => order.push("picture")));
    // The first thing that Next.js' own scripts set.
    Object.defineProperty(window, "next", {
      configurable: true,
      set(value) {
        order.push("scripts");
        Object.defineProperty(window, "next", { value, writable: true });
      },
    });
  });
  // The second time they come out of the browser's cache.
  for (let time = 0; time < 2; time += 1) {
    await page.goto(`/p/default/sessions/${id}`);
    await expect(new SessionPage(page).rows.first()).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { order: string[] }).order)).toEqual(["picture", "scripts"]);
  }
});

test("the list comes while the recording plays", async ({ page }) => {
  const answer = await holdTimeline(page);
  const session = new SessionPage(page);
  await page.goto(`/p/default/sessions/${id}`);
  await session.play.click();
  await expect.poll(() => session.positionSeconds()).toBeGreaterThan(0.3);
  answer();
  await expect(session.rows.first()).toBeVisible();
  await expect(session.pause).toBeVisible();
});

test("the player plays before the timeline came, and a link to a record still goes there", async ({ page }) => {
  const { items } = await (await readApi(`/sessions/${id}/timeline`)).json();
  const turn = items.find((one: { kind: string; startMs: number }) => one.kind === "message" && one.startMs > 20_000);
  const answer = await holdTimeline(page);
  const session = new SessionPage(page);
  await page.goto(`/p/default/sessions/${id}?span=${encodeURIComponent(turn.id)}`);
  await session.play.click();
  await expect.poll(() => session.positionSeconds()).toBeGreaterThan(0.3);
  await session.pause.click();
  await expect(session.rows).toHaveCount(0);
  answer();
  await expect(session.current).toBeVisible();
  await expect.poll(() => session.positionSeconds()).toBeCloseTo(turn.startMs / 1000, 1);
});

test("nothing of the waveform is in the page of a member who may not hear", async ({ page, browser }) => {
  const { url: link } = await make<{ url: string }>(page, "/project/invites", { role: "viewer" });
  const context = await browser.newContext({ storageState: NOBODY });
  const token = new URL(link).hash.slice(1);
  const joined = await context.request.post("/api/v1/join", {
    data: { token, name: "Deaf Viewer", email: `deaf-${id}@example.com`, password: "a password of a viewer" },
    headers: { origin: url },
  });
  expect(joined.status()).toBe(200);
  const path = `/p/default/sessions/${id}`;
  const still = await openUnscripted(browser, path, { storageState: await context.storageState() });
  await expect(still.getByText("Loading the session")).toBeAttached();
  await expect(still.locator("[data-waveform]")).toHaveCount(0);
  const html = await (await context.request.get(path, { headers: { accept: "text/html" } })).text();
  expect(html).not.toContain("peaks");
  await still.context().close();
  await context.close();
});

test("a link shows the waveform with the recording only", async ({ page, browser }) => {
  const pathOf = async (withAudio: boolean) => {
    const { url: link } = await make<{ url: string }>(page, `/sessions/${id}/shares`, { withAudio });
    return new URL(link).pathname;
  };
  const loud = await openUnscripted(browser, await pathOf(true), { storageState: NOBODY });
  await expect(loud.locator(PATHS).filter({ visible: true })).toHaveCount(2);
  const mute = await openUnscripted(browser, await pathOf(false), { storageState: NOBODY });
  await expect(mute.getByText("Loading the session")).toBeAttached();
  await expect(mute.locator("[data-waveform]")).toHaveCount(0);
  for (const one of [loud, mute]) await one.context().close();
});

test("a session without audio has a page without a waveform", async ({ browser }) => {
  const silent = await replaySession("python-partial-no-audio-no-logs");
  await untilListed(silent);
  const still = await openUnscripted(browser, `/p/default/sessions/${silent}`, { storageState: loginFile });
  await expect(still.getByText("Loading the session")).toBeAttached();
  await expect(still.locator("[data-waveform]")).toHaveCount(0);
  await still.context().close();
});

/** The timeline is not answered until the function is called that this answers. */
async function holdTimeline(page: Page): Promise<() => void> {
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/timeline?*", async (route) => {
    await held;
    await route.continue();
  });
  return () => answer();
}
