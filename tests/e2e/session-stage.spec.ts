import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { readApi, replaySession, sendHour, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// The upper half of the session screen: what is drawn, heard and said about the recording, and the lanes under it.

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilRead(id);
});

/** Waits until the background process has read the file: its waveform and its health are there. */
async function untilRead(which: string): Promise<void> {
  await untilListed(which);
  await expect(async () => {
    const { recording, health } = await (await readApi(`/sessions/${which}/timeline`)).json();
    expect(recording.peaksUrl).not.toBeNull();
    expect(health).not.toBeNull();
  }).toPass({ timeout: 60_000 });
}

async function open(page: Page, which = id): Promise<SessionPage> {
  const session = new SessionPage(page);
  await session.open(which);
  return session;
}

async function laneBox(page: Page, name: RegExp) {
  const box = await page.getByRole("img", { name }).boundingBox();
  if (!box) throw new Error(`the lane ${name} has no place`);
  return box;
}

/** Moves the pointer along a lane until a mark is under it that says this. */
async function findMark(page: Page, lane: RegExp, text: RegExp): Promise<{ x: number; y: number }> {
  const box = await laneBox(page, lane);
  const label = page.locator("[data-mark-label]");
  const y = box.y + box.height / 2;
  for (let x = box.x; x < box.x + box.width; x += 3) {
    await page.mouse.move(x, y);
    if ((await label.isVisible()) && text.test(await label.innerText())) return { x, y };
  }
  throw new Error(`no mark says ${text}`);
}

/** How many pixels of a canvas are drawn. */
function paintedPixels(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let painted = 0;
    for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) painted += 1;
    return painted;
  });
}

test("the waveform is drawn from peaks that grow finer with the zoom, and the file is not fetched for it", async ({
  page,
}) => {
  const asked: number[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith("/peaks")) asked.push(Number(url.searchParams.get("buckets")));
  });
  await open(page);
  await expect(page.locator("[data-waveform=drawn]")).toBeAttached();
  expect(await paintedPixels(page, "canvas[data-waveform]")).toBeGreaterThan(5000);
  // The page brought the whole of it in small along.
  expect(asked).toEqual([]);
  for (let press = 0; press < 5; press += 1) await page.keyboard.press("+");
  await expect(async () => expect(Math.max(...asked)).toBeGreaterThan(2000)).toPass();
  await expect(page.locator("[data-waveform=drawn]")).toBeAttached();
});

test("a mark says what, when, how long and whose; a click shows it, a double click goes there", async ({ page }) => {
  const session = await open(page);
  const at = await findMark(page, /^LLM:/, /llm_node/);
  const label = page.locator("[data-mark-label]");
  await expect(label).toContainText(/\d\d:\d\d\.\d{3} – \d\d:\d\d\.\d{3} · \d/);
  await expect(label).toContainText("gpt-4.1-mini");
  const before = await session.positionSeconds();
  await page.mouse.click(at.x, at.y);
  await expect(session.details.getByRole("heading", { level: 2 })).toBeVisible();
  expect(await session.positionSeconds()).toBe(before);
  await page.mouse.dblclick(at.x, at.y);
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(before + 1)).toPass();
});

test("the wait lane tells what was heard beside what was reported", async ({ page }) => {
  await open(page);
  await findMark(page, /^waits:/, /The caller waited .* measured in the recording; the SDK reports/);
});

test("lanes stand for what is there and for nothing else", async ({ page }) => {
  await open(page);
  const { states, stalls, spans } = await (await readApi(`/sessions/${id}/timeline`)).json();
  const lanes = await page.locator("[data-plot] [role=img]").evaluateAll((all) => all.map((one) => one.ariaLabel));
  const has = (name: string) => lanes.some((label) => label?.startsWith(`${name}:`));
  expect(has("LLM") && has("tools") && has("TTS") && has("logs") && has("end of turn")).toBe(true);
  expect(has("agent state")).toBe(states.some((one: { kind: string }) => one.kind === "agent"));
  expect(has("room")).toBe(stalls.length > 0);
  expect(has("STT")).toBe(spans.some((span: { stage?: string }) => span.stage === "stt"));
});

test("the badge says how the recording is, and why", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: /^Recording: / }).click();
  const { health } = await (await readApi(`/sessions/${id}/timeline`)).json();
  const popover = page.getByRole("dialog", { name: "Recording" });
  await expect(popover).toContainText(health.reasons[0]?.text ?? "Both sides are heard");
  await page.keyboard.press("Escape");
  await expect(popover).toHaveCount(0);
});

test("the recording can be taken along: as sent, as WAV, and each side", async ({ page }) => {
  await open(page);
  const take = async (name: RegExp) => {
    await page.getByRole("button", { name: "Download recording" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
    return download.suggestedFilename();
  };
  expect(await take(/OGG as sent/)).toMatch(/\.ogg$/);
  expect(await take(/^Recording, WAV/)).toMatch(/\.wav$/);
  expect(await take(/^Only caller/i)).toMatch(/user\.wav$/);
  expect(await take(/^Only agent/i)).toMatch(/agent\.wav$/);
});

test("a browser that does not play Ogg gets a WAV, plays and seeks it", async ({ page }) => {
  await page.addInitScript(() => {
    HTMLMediaElement.prototype.canPlayType = () => "";
  });
  const session = await open(page);
  const source = () => page.evaluate(() => document.querySelector("audio")?.currentSrc ?? "");
  await expect(async () => expect(await source()).toContain("format=wav")).toPass();
  await page.keyboard.press("ArrowRight");
  await session.play.click();
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(5.5)).toPass();
  const box = await laneBox(page, /^Caller:/i);
  await page.mouse.click(box.x + box.width * 0.8, box.y + 10);
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(70)).toPass();
  const secondsThen = await session.positionSeconds();
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(secondsThen + 0.5)).toPass();
});

test("sound begins within a second of Play, and a seek is heard at once", async ({ page }) => {
  const session = await open(page);
  await expect(session.play).toBeEnabled();
  await session.play.click();
  const startMs = await page.evaluate(async () => {
    const audio = document.querySelector("audio");
    const fromMs = performance.now();
    while (audio && audio.currentTime < 0.02 && performance.now() - fromMs < 5000) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return performance.now() - fromMs;
  });
  expect(startMs).toBeLessThan(1000);
});

test("one needle stands over all lanes, and goes when the pointer leaves", async ({ page }) => {
  await open(page);
  const box = await laneBox(page, /^TTS:/);
  await page.mouse.move(box.x + box.width / 2, box.y + 4);
  const needle = page.locator("[data-needle]");
  await expect(needle).toHaveCSS("visibility", "visible");
  const place = await needle.boundingBox();
  expect(Math.abs((place?.x ?? 0) - (box.x + box.width / 2))).toBeLessThan(2);
  await page.mouse.move(box.x + box.width / 2, box.y + 500);
  await expect(needle).toHaveCSS("visibility", "hidden");
});

test("the wheel alone zooms where the page does not scroll, Shift and wheel moves", async ({ page }) => {
  await open(page);
  const box = await laneBox(page, /^LLM:/);
  const from = page.getByRole("slider", { name: "Zoom from" });
  const to = page.getByRole("slider", { name: "Zoom to" });
  const secondsOf = async (handle: typeof from) => Number(await handle.getAttribute("aria-valuenow"));
  await page.mouse.move(box.x + box.width * 0.5, box.y);
  await page.mouse.wheel(0, -500);
  await expect(async () => expect(await secondsOf(from)).toBeGreaterThan(10)).toPass();
  const [start, end] = [await secondsOf(from), await secondsOf(to)];
  await page.keyboard.down("Shift");
  await page.mouse.wheel(0, 300);
  await page.keyboard.up("Shift");
  await expect(async () => expect(await secondsOf(from)).toBeGreaterThan(start)).toPass();
  expect(Math.abs((await secondsOf(to)) - (await secondsOf(from)) - (end - start))).toBeLessThanOrEqual(1);
});

test("two fingers zoom where they are", async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await open(page);
  const box = await laneBox(page, /^LLM:/);
  const touch = await context.newCDPSession(page);
  const y = box.y + box.height / 2;
  const press = (type: "touchStart" | "touchMove" | "touchEnd", ...shares: number[]) =>
    touch.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: shares.map((share, id) => ({ x: box.x + box.width * share, y, id })),
    });
  await press("touchStart", 0.4);
  await press("touchStart", 0.4, 0.6);
  for (const by of [0.05, 0.1, 0.15, 0.2]) await press("touchMove", 0.4 - by, 0.6 + by);
  await press("touchEnd");
  const [from, to] = ["Zoom from", "Zoom to"].map((name) => page.getByRole("slider", { name }));
  // A fifth of the plot was pulled to three fifths: a third of the call is in view, from around its middle.
  await expect(async () => {
    const [start, end] = await Promise.all(
      [from, to].map(async (handle) => Number(await handle?.getAttribute("aria-valuenow"))),
    );
    expect((end ?? 0) - (start ?? 0)).toBeGreaterThan(20);
    expect((end ?? 0) - (start ?? 0)).toBeLessThan(50);
  }).toPass();
  await context.close();
});

test("nothing moves while a session is opened, and nothing does by itself for those who asked for that", async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(window, { layoutShift: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`/p/default/sessions/${id}`);
  await expect(page.locator("[data-waveform=drawn]")).toBeAttached();
  await expect(new SessionPage(page).rows.first()).toBeVisible();
  const shift = await page.evaluate(() => (window as unknown as { layoutShift: { shift: number } }).layoutShift.shift);
  // 0.1 is what browser vendors call good; a panel that jumps by a line gives more than 0.02.
  expect(shift).toBeLessThan(0.02);
  // A colour that has just changed is over in a frame; what moves by itself never is.
  const moving = () =>
    page.evaluate(() => document.getAnimations().filter((each) => each.playState === "running").length);
  await expect.poll(moving).toBe(0);
});

test("a session without audio says why, and its lanes are still there", async ({ page }) => {
  const silent = await replaySession("python-partial-no-audio-no-logs");
  await untilListed(silent);
  const session = await open(page, silent);
  await expect(session.play).toBeDisabled();
  await page.getByRole("button", { name: /^Recording: no recording|^Recording: recording awaited/ }).click();
  await expect(page.getByRole("dialog", { name: "Recording" })).toContainText("No audio");
  await expect(page.getByRole("img", { name: /^LLM:/ })).toBeAttached();
});

test("a waveform that cannot be loaded says so, and trying again works", async ({ page }) => {
  // So large that its page brings nothing along.
  const large = await sendHour(2_500, { hasAudio: true });
  await untilRead(large);
  let isBroken = true;
  await page.route("**/peaks?*", (route) => (isBroken ? route.fulfill({ status: 500, body: "" }) : route.continue()));
  const session = await open(page, large);
  const failure = session.recording.getByRole("alert");
  await expect(failure).toContainText("could not be loaded", { timeout: 40_000 });
  isBroken = false;
  await failure.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator("[data-waveform=drawn]")).toBeAttached();
});

test("a live session's bars grow; who looks elsewhere can come back to now", async ({ page }) => {
  // A minute and a half of a call in half a minute.
  test.setTimeout(120_000);
  const playing = replaySession("python-clinic", { speed: 3, agoMs: 0 });
  try {
    let live = "";
    await expect(async () => {
      const { sessions } = await (await readApi("/sessions?limit=20")).json();
      live = sessions.find((one: { status: string }) => one.status === "live").id;
    }).toPass();
    await page.goto("/");
    await page.locator(`a[href*="${live}"]`).click();
    const session = new SessionPage(page);
    await expect(session.rows.first()).toBeVisible();
    const end = () => page.getByRole("slider", { name: "Zoom to" }).getAttribute("aria-valuenow");
    const first = Number(await end());
    await expect(async () => expect(Number(await end())).toBeGreaterThan(first + 1)).toPass();
    const box = await page.locator("[data-zoom-bar]").boundingBox();
    if (!box) throw new Error("the zoom bar has no place");
    await page.mouse.move(box.x + box.width * 0.2, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 10, { steps: 4 });
    await page.mouse.up();
    const back = page.getByRole("button", { name: "Back to now" });
    await back.click();
    await expect(back).toHaveCount(0);
  } finally {
    await playing;
  }
});

for (const [widthPx, scheme] of [
  [320, "dark"],
  [390, "light"],
  [1440, "light"],
] as const) {
  test(`nothing hangs out and axe finds nothing serious: ${widthPx} px, ${scheme}`, async ({ page }) => {
    await page.setViewportSize({ width: widthPx, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    await open(page);
    await expect(page.locator("[data-waveform=drawn]")).toBeAttached();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await expectAccessible(page, "section[aria-label=Recording]");
  });
}
