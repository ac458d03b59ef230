import { expect, test } from "@playwright/test";
import { replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// The README's pictures, out of the product: EARSHOT_PICTURES=docs/images npx playwright test --project=pictures

const folder = process.env.EARSHOT_PICTURES;

for (const colorScheme of ["dark", "light"] as const) {
  test(`a session, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const id = await replaySession("python-clinic");
    await untilListed(id);
    const session = new SessionPage(page);
    await session.openFromList(id);
    await expect(session.play).toBeEnabled();
    await session.rows.filter({ hasText: "On Thursday I can offer" }).first().click();
    await expect(session.details).toContainText("End of turn", { ignoreCase: true });
    // The background process reads the recording a few seconds after the session came.
    await expect(page.locator('[part~="canvases"] canvas').first()).toBeVisible({ timeout: 30_000 });
    await page.mouse.move(0, 0);
    await page.screenshot({ path: `${folder}/session-${colorScheme}.png` });
  });
}
