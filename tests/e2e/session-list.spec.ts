import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { readApi, replaySession, sendHour, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// The list of a session: what stands in a line, finding, links, many spans, live sessions.

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
});

async function open(page: Page, search = ""): Promise<SessionPage> {
  const session = new SessionPage(page);
  await page.goto(`/p/default/sessions/${id}${search}`);
  await expect(session.rows.first()).toBeVisible();
  return session;
}

test("a line tells its time to the millisecond, the wall clock, certainty, and the wait by sign and words", async ({
  page,
}) => {
  const session = await open(page);
  const { session: head, items } = await (await readApi(`/sessions/${id}/timeline`)).json();
  const wish = items.find((item: { text: string }) => item.text.startsWith("Hi, I would like"));
  const line = session.rows.filter({ hasText: "Hi, I would like" });
  await expect(line).toContainText("00:07.572");
  await expect(line).toContainText("conf 0.93");
  const wallClock = new Date(Date.parse(head.startedAt) + wish.startMs).toISOString().slice(11, 23);
  await expect(line.getByText("00:07.572")).toHaveAttribute("title", new RegExp(wallClock));
  // Before the start: the sign, and no negative zero.
  await expect(session.rows.first()).toContainText("−00:00.003");
  const slow = session.rows.filter({ hasText: "Doctor Okafor has openings" });
  await expect(slow).toContainText("1.76 s");
  await expect(slow).toContainText("waited, very slow");
});

test("silences stand between the lines, count as none, and lead to where they began", async ({ page }) => {
  const session = await open(page);
  await session.showOnly("Transcript");
  await expect(session.rows.first()).toHaveAttribute("aria-setsize", "15");
  const silence = session.rows.filter({ hasText: "Hi, I would like" }).getByRole("button", { name: /of silence/ });
  await expect(silence).toContainText(/2\.\d\d s of silence/);
  await silence.click();
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(4.5)).toPass();
  expect(await session.positionSeconds()).toBeLessThan(5.5);
});

test("find marks the words, goes on by Enter and back by Shift Enter, and offers what is switched off", async ({
  page,
}) => {
  const session = await open(page);
  const find = page.getByRole("searchbox", { name: "Find in session" });
  const status = session.page.getByRole("status").filter({ hasText: /match| of \d/ });
  await page.keyboard.press("/");
  await expect(find).toBeFocused();
  await page.keyboard.type("okafor");
  // Not those of its first letters.
  await expect(status).toHaveAttribute("aria-label", /^\d+ matches for okafor$/);
  const count = Number((await status.innerText()).split(" ")[0]);
  // Nothing is taken away: the words are marked where they stand.
  await expect(session.rows.filter({ hasText: "Good morning" })).toBeVisible();
  await expect(session.timeline.locator("mark").first()).toHaveText(/okafor/i);
  await page.keyboard.press("Enter");
  await expect(status).toHaveText(`1 of ${count}`);
  await page.keyboard.press("Enter");
  await expect(status).toHaveText(`2 of ${count}`);
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Shift+Enter");
  await expect(status).toHaveText(`${count} of ${count}`);
  await page.getByRole("button", { name: "Next match" }).click();
  await expect(status).toHaveText(`1 of ${count}`);
  await expect(session.details).toContainText("Okafor");
  await find.fill("function_tool");
  await expect(status).toHaveText("no match");
  await page.getByRole("button", { name: "5 in Spans" }).click();
  await expect(session.checkbox("Spans")).toHaveAttribute("aria-checked", "true");
  await expect(status).toHaveText("5 matches");
  // Letters are text while one types.
  await find.fill("n");
  await find.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toHaveCount(0);
  // Escape lets go of the words, then of the field: the keys are awake again.
  await page.keyboard.press("Escape");
  await expect(find).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(find).not.toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});

test("every line has its own link, by pointer and by keyboard, and it opens right there", async ({ page, context }) => {
  test.setTimeout(120_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const session = await open(page);
  await session.showOnly("Transcript");
  await session.lineButton(3).click();
  await session.lineButton(3).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain("span=item_");
  expect(link).toContain("t=22.42");
  await session.showOnly("Spans");
  const span = session.rows.filter({ hasText: "eou_wait" }).first();
  await session.rows.first().hover();
  await page.getByRole("searchbox", { name: "Find in session" }).fill("eou_wait");
  await page.keyboard.press("Enter");
  await span.hover();
  await span.getByRole("button", { name: "Link to this" }).click();
  const spanLink = await page.evaluate(() => navigator.clipboard.readText());

  const other = new SessionPage(await context.newPage());
  await other.page.goto(spanLink);
  await expect(other.details.getByRole("heading", { level: 2 })).toHaveText("eou_wait");
  await expect(other.checkbox("Spans")).toHaveAttribute("aria-checked", "true");
  await other.page.goto(link);
  await expect(other.details).toContainText("Thursday morning would be best");
  await expect(async () => expect(Math.abs((await other.positionSeconds()) - 22.42)).toBeLessThan(0.1)).toPass();
});

test("the address brings back filters, find and tree", async ({ page }) => {
  const session = await open(page);
  await session.showOnly("Transcript", "Spans");
  await page.getByRole("searchbox", { name: "Find in session" }).fill("gpt-4.1");
  await expect(page).toHaveURL(/show=transcript,span/);
  await expect(page).toHaveURL(/q=gpt-4\.1/);
  await page.reload();
  await expect(session.checkbox("Logs")).toHaveAttribute("aria-checked", "false");
  await expect(page.getByRole("searchbox", { name: "Find in session" })).toHaveValue("gpt-4.1");
  await page.getByRole("button", { name: "Tree" }).click();
  await expect(page).toHaveURL(/view=tree/);
  await page.reload();
  await expect(page.getByRole("treeitem").first()).toBeVisible();
});

test("of 10,000 spans at most 60 lines are in the page, wherever one scrolls, in the list and in the tree", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const hour = await sendHour(10_000);
  await page.setViewportSize({ width: 1440, height: 2000 });
  await page.goto(`/p/default/sessions/${hour}?show=transcript,tool,handoff,span,log`);
  const session = new SessionPage(page);
  await expect(session.rows.first()).toBeVisible({ timeout: 90_000 });
  const size = Number(await session.rows.first().getAttribute("aria-setsize"));
  expect(size).toBeGreaterThan(10_000);
  expect(await session.rows.count()).toBeLessThanOrEqual(60);
  for (const share of [0.3, 0.7, 1]) {
    await session.timeline.evaluate((list, at) => list.parentElement?.scrollTo(0, list.scrollHeight * at), share);
    await expect(async () => {
      const first = Number(await session.rows.first().getAttribute("aria-posinset"));
      expect(first).toBeGreaterThan(size * share * 0.9 - 60);
    }).toPass();
    expect(await session.rows.count()).toBeLessThanOrEqual(60);
  }
  await page.getByRole("button", { name: "Tree" }).click();
  await expect(page.getByRole("treeitem").first()).toBeVisible();
  expect(await page.getByRole("treeitem").count()).toBeLessThanOrEqual(60);
});

test("a reader of a live session who looks back is left there, told how much is new, and brought to now", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto("/p/default/sessions");
  const links = page.getByRole("link", { name: /clinic-\d+/ });
  await expect(links.first()).toBeVisible();
  const known = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  const replaying = replaySession("python-clinic", { speed: 2, agoMs: 0 });
  const session = new SessionPage(page);
  await expect(async () => {
    const now = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    const fresh = now.find((href) => !known.includes(href));
    expect(fresh).toBeTruthy();
    await page.goto(`${fresh}?show=transcript,tool,handoff,span,log`);
  }).toPass({ timeout: 20_000 });
  await expect(page.getByRole("main").getByText("live", { exact: true })).toBeVisible();
  const size = async () => Number(await session.rows.first().getAttribute("aria-setsize"));
  await expect(async () => expect(await size()).toBeGreaterThan(30)).toPass({ timeout: 30_000 });
  // The frame around the list: the list itself is higher than the window.
  await session.timeline.locator("..").hover();
  await page.mouse.wheel(0, -40_000);
  await expect(session.rows.first()).toHaveAttribute("aria-posinset", "1");
  const jump = page.getByRole("button", { name: /Jump to now/ });
  await expect(jump).toContainText(/\d+ new/, { timeout: 20_000 });
  // What comes does not move what is read.
  await expect(session.rows.first()).toHaveAttribute("aria-posinset", "1");
  await jump.click();
  await expect(jump).toHaveCount(0);
  await expect(async () => {
    expect(Number(await session.rows.first().getAttribute("aria-posinset"))).toBeGreaterThan(1);
  }).toPass();
  await replaying;
});

test("list and find are clean for axe, and nothing hangs out of 390 and 320 pixels", async ({ page }) => {
  await open(page, "?q=okafor");
  for (const width of [1440, 390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  }
});
