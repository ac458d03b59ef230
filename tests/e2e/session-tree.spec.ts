import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { readApi, replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// The spans of a session as the tree in which they were made.

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
});

async function openTree(page: Page): Promise<SessionPage> {
  await page.goto(`/p/default/sessions/${id}?view=tree`);
  await expect(page.getByRole("treeitem").first()).toBeVisible();
  return new SessionPage(page);
}

test("it folds, tells of failures below, hides plumbing with a counter, and finds", async ({ page }) => {
  const session = await openTree(page);
  const items = page.getByRole("treeitem");
  const counter = page.getByRole("status").filter({ hasText: / of \d+ spans/ });
  await expect(items.first()).toContainText("job_entrypoint");
  const { spans } = await (await readApi(`/sessions/${id}/timeline`)).json();
  const plumbing = page.getByRole("checkbox", { name: "Plumbing" });
  const hidden = Number(await plumbing.getAttribute("aria-description"));
  expect(hidden).toBeGreaterThan(0);
  await expect(counter).toHaveText(`${spans.length - hidden} of ${spans.length} spans`);
  await plumbing.click();
  await expect(counter).toHaveText(`${spans.length} of ${spans.length} spans`);
  await page.getByRole("button", { name: "Collapse all" }).click();
  await expect(counter).toHaveText(`1 of ${spans.length} spans`);
  await expect(items.first()).toContainText("failed below");
  await expect(items.first()).toHaveAttribute("aria-expanded", "false");
  await page.getByRole("searchbox", { name: "Find in session" }).fill("function_tool");
  await expect(items.filter({ hasText: "function_tool" })).toHaveCount(5);
  await items.filter({ hasText: "function_tool" }).first().click();
  await expect(session.details).toContainText("function_tool");
});

test("it is walked by keys: down, open, below, fold, above, to the ends", async ({ page }) => {
  const session = await openTree(page);
  const selected = page.locator("[role=treeitem][aria-selected=true]");
  await page.getByRole("treeitem").first().focus();
  await page.keyboard.press("Home");
  await expect(selected).toHaveAttribute("aria-level", "1");
  await expect(selected).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(selected).toHaveAttribute("aria-level", "2");
  await expect(selected).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(selected).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowLeft");
  await expect(selected).toHaveAttribute("aria-level", "1");
  await page.keyboard.press("ArrowLeft");
  await expect(selected).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(selected).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("End");
  const title = session.details.getByRole("heading", { level: 2 });
  const last = await title.innerText();
  await page.keyboard.press("ArrowUp");
  await expect(selected).toBeFocused();
  await expect(async () => {
    const row = (await selected.getAttribute("aria-label")) ?? "";
    expect(row.startsWith(await title.innerText())).toBe(true);
  }).toPass();
  expect(last.length).toBeGreaterThan(0);
});

test("it is clean for axe, wide and narrow", async ({ page }) => {
  await openTree(page);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  }
});
