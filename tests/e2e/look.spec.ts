import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
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

async function _expectAccessible(page: Page): Promise<void> {
  const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflowPx).toBeLessThanOrEqual(0);
  await _expectAccessible(page);
}
