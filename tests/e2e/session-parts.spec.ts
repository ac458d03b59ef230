import { expect, type Page, test } from "@playwright/test";
import type { Timeline } from "@/lib/model/timeline";
import { replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// The details and the header of the session screen; and its states when things fail.

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
});

async function open(page: Page): Promise<SessionPage> {
  const session = new SessionPage(page);
  await session.open(id);
  return session;
}

test("the details can be made wider by pointer and keys, and stay so", async ({ page }) => {
  const session = await open(page);
  const divider = page.getByRole("separator", { name: "Width of the details" });
  const width = async () => (await session.details.boundingBox())?.width ?? 0;
  const before = await width();
  const box = await divider.boundingBox();
  if (!box) throw new Error("the divider has no place");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 100, box.y + box.height / 2, { steps: 3 });
  await page.mouse.up();
  await expect(async () => expect(await width()).toBeGreaterThan(before + 80)).toPass();
  const wide = await width();
  await divider.press("ArrowRight");
  await expect(async () => expect(await width()).toBeLessThan(wide)).toPass();
  const kept = await width();
  await page.reload();
  await expect(async () => expect(Math.abs((await width()) - kept)).toBeLessThan(2)).toPass();
});

test("the header tells who was there, what the judges said and why, and what the agents were told", async ({
  page,
}) => {
  await open(page);
  await page.getByRole("button", { name: "About this session" }).click();
  const about = page.getByRole("dialog", { name: "About this session" });
  await expect(about).toContainText("caller-maria");
  await expect(about).toContainText("joined");
  await expect(about).toContainText("The agent repeated the date of birth aloud.");
  await expect(about).toContainText("You are Nora, the receptionist");
  await expect(about).toContainText("No other session.");
  await expect(about).toContainText("Python 1.8.9");
  await page.keyboard.press("Escape");
  // The call is as long as the caller was there; why that is less than the session is told on focus.
  await page.getByRole("button", { name: "1:30.8" }).focus();
  await expect(page.getByRole("tooltip")).toContainText("The session lasted 1:33.5");
  await page.getByRole("button", { name: "Caller hung up" }).focus();
  await expect(page.getByRole("tooltip")).toContainText("participant_disconnected");
  await expect(page.getByText("Agent stood by")).toBeVisible();
  await page.getByText("success", { exact: true }).focus();
  await expect(page.getByRole("tooltip")).toContainText("Appointment booked and confirmed");
});

test("a handoff shows what the new agent was told", async ({ page }) => {
  const session = await open(page);
  await session.showOnly("Handoffs");
  await session.rows.first().click();
  await expect(session.details).toContainText("Instructions");
  await expect(session.details).toContainText("You finish bookings.");
});

test("a session that is not there says so, and leads back", async ({ page }) => {
  await open(page);
  await page.goto(page.url().replace(id, "AJ_nobody"));
  await expect(page.getByText("There is no such session")).toBeVisible();
  await page.getByRole("link", { name: "All sessions" }).click();
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
});

test("a server that fails is named, and trying again works", async ({ page }) => {
  await page.goto("/");
  let isBroken = true;
  await page.route("**/timeline?*", (route) =>
    isBroken ? route.fulfill({ status: 500, body: "{}" }) : route.continue(),
  );
  await page.locator(`a[href*="${id}"]`).click();
  await expect(page.getByText("This session could not be loaded")).toBeVisible();
  isBroken = false;
  await page.getByRole("button", { name: /again|retry/i }).click();
  await expect(new SessionPage(page).rows.first()).toBeVisible();
});

test("a record that cannot be loaded says so beside what is known of it", async ({ page }) => {
  const session = await open(page);
  await page.route("**/records/**", (route) => route.fulfill({ status: 503, body: "{}" }));
  await session.rows.nth(2).click();
  await expect(session.details.getByText("The whole record could not be loaded")).toBeVisible();
});

test("a live stream that was refused is opened anew", async ({ page }) => {
  let refused = 0;
  await page.route("**/stream?*", (route) => {
    refused += 1;
    return refused === 1 ? route.fulfill({ status: 502, body: "bad gateway" }) : route.continue();
  });
  await page.goto("/");
  await expect(page.locator(`a[href*="${id}"]`)).toBeVisible();
  const known = await page.getByRole("link", { name: /clinic-\d+/ }).count();
  const replaying = replaySession("python-clinic", { speed: 6, agoMs: 0 });
  await expect(page.getByRole("link", { name: /clinic-\d+/ })).toHaveCount(known + 1);
  await page
    .getByRole("link", { name: /clinic-\d+/ })
    .first()
    .click();
  const session = new SessionPage(page);
  await expect(session.rows.first()).toBeVisible();
  const size = async () => Number(await session.rows.first().getAttribute("aria-setsize"));
  const before = await size();
  await expect(async () => expect(await size()).toBeGreaterThan(before)).toPass({ timeout: 20_000 });
  expect(refused).toBeGreaterThan(1);
  await replaying;
});

test("a session that was recorded without audio is not asked for its recording again and again", async ({ page }) => {
  const silent = await replaySession("python-partial-no-audio-no-logs");
  await untilListed(silent);
  await page.goto("/");
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes(`${silent}/timeline`)) asked += 1;
  });
  await page.locator(`a[href*="${silent}"]`).click();
  await expect(page.getByText("recorded without audio").first()).toBeVisible();
  await page.waitForTimeout(6000);
  expect(asked).toBe(1);
});

test("on a small screen tags stand below the name and nothing hangs out", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  const heading = await page.getByRole("heading", { level: 1 }).boundingBox();
  const tag = await page.getByText("appointment:booked").first().boundingBox();
  expect(tag && heading && tag.y >= heading.y + heading.height).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});

test("names of any length stay inside of the page, and what they stand above is still seen", async ({ page }) => {
  const long = "n".repeat(150);
  await page.route("**/timeline?*", async (route) => {
    const answer = await route.fetch();
    const timeline: Timeline = await answer.json();
    const { session, participants, evaluations } = timeline;
    Object.assign(session, { agentName: long, roomName: long, deployment: long, tags: [long, long] });
    for (const one of [...participants, ...evaluations]) one.name = long;
    await route.fulfill({ response: answer, json: timeline });
  });
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const session = await open(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(long);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await expect(session.recording).toBeInViewport({ ratio: width === 1440 ? 1 : 0 });
    if (width === 1440) await expect(session.rows.first()).toBeInViewport();
    await page.getByRole("button", { name: "About this session" }).click();
    const about = page.getByRole("dialog", { name: "About this session" });
    expect(await about.evaluate((popover) => popover.scrollWidth - popover.clientWidth)).toBeLessThanOrEqual(0);
  }
});
