import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// The main screens in light and dark, wide and narrow: nothing serious for axe, nothing that hangs out of the window.

const SCREENS = [
  { colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  { colorScheme: "light", viewport: { width: 390, height: 844 } },
] as const;

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
});

for (const screen of SCREENS) {
  const name = `${screen.colorScheme} ${screen.viewport.width}`;
  test.describe(name, () => {
    test.use(screen);

    test("the sessions screen", async ({ page }) => {
      await page.goto("/");
      await expect(page.locator(`a[href*="${id}"]`)).toBeVisible();
      await page.screenshot({ path: `test-results/sessions ${name}.png` });
      await expectFits(page);
    });

    test("the session screen", async ({ page }) => {
      const session = new SessionPage(page);
      await session.openFromList(id);
      await expect(session.play).toBeEnabled();
      // A tool call is chosen, so that the details are part of what is judged.
      await session.rows.nth(2).click();
      await expect(session.details).toBeVisible();
      await expect(session.details.getByText("Loading the record")).toHaveCount(0);
      await page.screenshot({ path: `test-results/session ${name}.png` });
      await expectFits(page);
    });
  });
}

async function expectFits(page: Page): Promise<void> {
  const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflowPx).toBeLessThanOrEqual(0);
  await expectAccessible(page);
}
