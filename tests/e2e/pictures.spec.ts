import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { LineSender } from "../harness/line-senders";
import { apiKey, apiSecret, url } from "./product";
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

test("the logs of three replicas", async ({ page }) => {
  const captures = ["python-clinic", "python-trouble", "node-clinic"];
  for (const [index, capture] of captures.entries()) {
    // Without their own times, which are of the captures' day.
    const raw = readFileSync(`tests/fixtures/${capture}/worker.log`, "utf8")
      .replace(/, "timestamp": "[^"]*"|"time":\d+,/g, "")
      .trimEnd()
      .split("\n");
    const sender = new LineSender(url, `pod-7f2-${index + 1}`, { apiKey, apiSecret });
    const beganMs = Date.now() - 12 * 60_000;
    const lines = raw.map((line, at) => ({ raw: line, at: beganMs + index * 5_000 + at * 20_000 }));
    await sender.print(lines);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/p/default/logs");
  await expect(page.getByRole("list", { name: "Log lines" }).locator("[data-line-key]").first()).toBeVisible();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${folder}/logs-dark.png` });
});
