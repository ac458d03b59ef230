import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// Every screen in light and dark, wide and narrow: nothing serious for axe, nothing that hangs out of the window.

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
});

test("the sessions screen", async ({ page }, { project }) => {
  await page.goto("/");
  await expect(page.locator(`a[href*="${id}"]`)).toBeVisible();
  await page.screenshot({ path: `test-results/sessions ${project.name}.png` });
  await expectAccessible(page);
});

test("the session screen", async ({ page }, { project }) => {
  const session = new SessionPage(page);
  await session.openFromList(id);
  await expect(session.play).toBeEnabled();
  // A tool call is chosen, so that the details are part of what is judged.
  await session.rows.nth(2).click();
  await expect(session.details).toBeVisible();
  await expect(session.details.getByText("Loading the record")).toHaveCount(0);
  await page.screenshot({ path: `test-results/session ${project.name}.png` });
  await expectAccessible(page);
});

async function expectAccessible(page: Page): Promise<void> {
  const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflowPx).toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id: rule, nodes }) => `${rule}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(serious).toEqual([]);
}
