import { expect, type Page, test } from "@playwright/test";
import { replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// The player, the zoom and the keys of the session screen, as a reader uses them.

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
});

async function open(page: Page, search = ""): Promise<SessionPage> {
  const session = new SessionPage(page);
  await session.open(id, search);
  await expect(session.play).toBeEnabled();
  return session;
}

function zoomOf(page: Page): Promise<string[]> {
  return Promise.all(
    ["Zoom from", "Zoom to"].map(
      async (name) => (await page.getByRole("slider", { name }).getAttribute("aria-valuenow")) ?? "",
    ),
  );
}

test("Ctrl and wheel zooms at the pointer, the address keeps the zoom, and fit gives all back", async ({ page }) => {
  const session = await open(page);
  const [from, to] = await zoomOf(page);
  const box = await session.recording.boundingBox();
  if (!box) throw new Error("the recording has no place");
  await page.mouse.move(box.x + box.width / 2, box.y + 100);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -400);
  await page.keyboard.up("Control");
  await expect(async () => expect(await zoomOf(page)).not.toEqual([from, to])).toPass();
  const zoomed = await zoomOf(page);
  await expect(page).toHaveURL(/from=.*to=/);
  await page.reload();
  await expect(session.play).toBeEnabled();
  expect(await zoomOf(page)).toEqual(zoomed);
  await page.getByRole("button", { name: "Fit" }).click();
  expect(await zoomOf(page)).toEqual([from, to]);
  await expect(page).not.toHaveURL(/from=/);
});

test("the zoom bar is pulled by pointer and by keys", async ({ page }) => {
  await open(page);
  const bar = page.locator("[data-zoom-bar]");
  const box = await bar.boundingBox();
  if (!box) throw new Error("the zoom bar has no place");
  const pull = async (fromShare: number, toShare: number) => {
    await page.mouse.move(box.x + box.width * fromShare, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * toShare, box.y + 10, { steps: 4 });
    await page.mouse.up();
  };
  const seconds = async () => (await zoomOf(page)).map(Number) as [number, number];
  const [, wholeTo] = await seconds();
  await pull(0.25, 0.5);
  await expect(bar).toHaveAttribute("data-zoom-bar", "zoomed");
  const [from, to] = await seconds();
  expect(from / wholeTo).toBeCloseTo(0.25, 1);
  expect(to / wholeTo).toBeCloseTo(0.5, 1);
  await pull(0.4, 0.6);
  const moved = await seconds();
  expect(moved[0] - from).toBeCloseTo(moved[1] - to, -0.5);
  expect(moved[0]).toBeGreaterThan(from);
  await page.getByRole("slider", { name: "Zoom to" }).press("ArrowLeft");
  await expect.poll(async () => (await seconds())[1]).toBeLessThan(moved[1]);
  await page.getByRole("slider", { name: "Zoom to" }).press("PageUp");
  await expect.poll(async () => (await seconds())[0]).toBeLessThan(moved[0]);
  // What failed is marked, however close the zoom.
  await expect(bar.locator("[data-zoom-error]").first()).toBeAttached();
});

test("a mark of a lane says what it is under the pointer, and shows its details when it is pressed", async ({
  page,
}) => {
  const session = await open(page);
  const lane = page.getByRole("img", { name: /^tools:/ });
  const box = await lane.boundingBox();
  if (!box) throw new Error("the lane has no place");
  // From left to right until the first tool call is under the pointer.
  const label = page.locator("[data-mark-label]", { hasText: "check_availability" });
  await expect(async () => {
    for (let share = 0.1; share < 0.2; share += 0.004) {
      await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
      if (await label.isVisible()) return;
    }
    throw new Error("no mark was found");
  }).toPass();
  await page.mouse.down();
  await page.mouse.up();
  await expect(session.details.getByRole("heading", { level: 2 })).toContainText("check_availability");
});

test("a finger's press on the plot seeks", async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const session = await open(await context.newPage());
  const box = await session.recording.boundingBox();
  if (!box) throw new Error("the recording has no place");
  const before = await session.positionSeconds();
  await session.page.touchscreen.tap(box.x + box.width * 0.7, box.y + 110);
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(before + 30)).toPass();
  await context.close();
});

test("a side can be muted and heard alone, and it goes on playing", async ({ page }) => {
  const session = await open(page);
  const caller = page.getByRole("button", { name: /^Hear caller/i });
  const agent = page.getByRole("button", { name: "Hear agent" });
  await session.play.click();
  await agent.click();
  await expect(agent).toHaveAttribute("aria-pressed", "false");
  await expect(caller).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("2");
  await expect(agent).toHaveAttribute("aria-pressed", "true");
  await expect(caller).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("2");
  await expect(caller).toHaveAttribute("aria-pressed", "true");
  const seconds = await session.positionSeconds();
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(seconds + 1)).toPass();
});

test("skip silence plays on after a pause, and a faster speed keeps the pitch", async ({ page }) => {
  const session = await open(page, "?t=4.5");
  await page.getByRole("button", { name: "Skip silence" }).click();
  await page.keyboard.press(".");
  await page.keyboard.press(".");
  await session.play.click();
  const state = await page.evaluate(() => {
    const audio = document.querySelector("audio");
    return { rate: audio?.playbackRate, keepsPitch: audio?.preservesPitch };
  });
  expect(state).toEqual({ rate: 1.5, keepsPitch: true });
  // Nobody speaks from the agent's greeting to the caller's first words; the clock leaps over most of it.
  const jump = await page.evaluate(async () => {
    const slider = document.querySelector<HTMLInputElement>("input[aria-label=Position]");
    let last = Number(slider?.value);
    let widest = 0;
    const endMs = performance.now() + 8000;
    while (performance.now() < endMs && widest < 0.7) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      widest = Math.max(widest, Number(slider?.value) - last);
      last = Number(slider?.value);
    }
    return widest;
  });
  expect(jump).toBeGreaterThan(0.7);
});

test("keys: speed, moments forth and back, items forth and back, the sheet", async ({ page }) => {
  const session = await open(page);
  await page.keyboard.press(",");
  await expect(page.getByRole("button", { name: "Speed 0.75 times" })).toBeVisible();
  await page.keyboard.press(".");
  await page.keyboard.press("n");
  const first = await session.positionSeconds();
  await page.keyboard.press("n");
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(first)).toPass();
  await page.keyboard.press("Shift+N");
  await expect(async () => expect(Math.abs((await session.positionSeconds()) - first)).toBeLessThan(0.2)).toPass();
  await session.rows.nth(1).click();
  const heading = session.details.getByRole("heading", { level: 2 });
  const text = await session.details.innerText();
  await page.keyboard.press("]");
  await expect(heading).toBeVisible();
  await expect(async () => expect(await session.details.innerText()).not.toBe(text)).toPass();
  await page.keyboard.press("[");
  await expect(session.lineButton(1)).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Escape");
  await expect(session.details).toContainText("Nothing selected");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await expect(sheet).toContainText("Play or pause");
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  // Keys sleep while it is open.
  const position = await session.positionSeconds();
  await page.keyboard.press("?");
  await expect(sheet).toBeVisible();
  await page.keyboard.press("n");
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  expect(await session.positionSeconds()).toBe(position);
});

test("while it plays, a click on a row only shows it; Enter and a double click go there", async ({ page }) => {
  const session = await open(page);
  await session.showOnly("Transcript");
  await session.play.click();
  await session.rows.nth(4).click();
  await expect(session.lineButton(4)).toHaveAttribute("aria-pressed", "true");
  expect(await session.positionSeconds()).toBeLessThan(20);
  await session.lineButton(4).press("Enter");
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(20)).toPass();
  await session.rows.nth(1).dblclick();
  await expect(async () => expect(await session.positionSeconds()).toBeLessThan(20)).toPass();
});

test("what is chosen while it plays is in the address at once, and a reload brings it back", async ({ page }) => {
  const session = await open(page);
  await session.play.click();
  await expect(session.pause).toBeVisible();
  await session.checkbox("Logs").click();
  await expect(page).toHaveURL(/show=/);
  await session.rows.nth(2).click();
  await expect(page).toHaveURL(/span=/);
  await expect(session.pause).toBeVisible();
  await page.reload();
  await expect(session.rows.first()).toBeVisible();
  await expect(session.checkbox("Logs")).toHaveAttribute("aria-checked", "false");
  await expect(session.lineButton(2)).toHaveAttribute("aria-pressed", "true");
});
