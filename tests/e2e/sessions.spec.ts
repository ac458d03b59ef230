import { expect, test } from "@playwright/test";
import { replaySession, untilListed } from "./senders";

let clinic = "";
let realtime = "";
test.beforeAll(async () => {
  clinic = await replaySession("node-clinic", { agoMs: 60_000 });
  realtime = await replaySession("python-realtime", { agoMs: 120_000 });
  await Promise.all([untilListed(clinic), untilListed(realtime)]);
});

test("a search for words that were said finds the session and opens it at that moment", async ({ page }) => {
  await page.goto("/");
  const search = page.getByRole("searchbox", { name: "Search sessions" });
  await expect(page.locator(`a[href*="${realtime}"]`)).toBeVisible();
  await search.fill(clinic);
  await expect(page.locator(`a[href*="${realtime}"]`)).toHaveCount(0);
  await expect(page.locator(`a[href*="${clinic}"]`)).toBeVisible();
  await search.fill("Okafor");
  await expect(page).toHaveURL(/q=Okafor/);
  const found = page.locator(`a[href*="${clinic}"]`);
  await expect(found).toHaveAttribute("href", /[?&]t=\d/);
  await found.click();
  await expect(page).toHaveURL(new RegExp(`${clinic}.*t=`));
});

test("the address restores what was asked for", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("searchbox", { name: "Search sessions" }).fill(realtime);
  await expect(page.locator(`a[href*="${clinic}"]`)).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(realtime));
  await page.reload();
  await expect(page.locator(`a[href*="${realtime}"]`)).toBeVisible();
  await expect(page.locator(`a[href*="${clinic}"]`)).toHaveCount(0);
});

test("a session without audio says why", async ({ page }) => {
  const id = await replaySession("python-partial-no-audio-no-logs");
  await untilListed(id);
  await page.goto("/");
  await page.locator(`a[href*="${id}"]`).click();
  await expect(page.getByText(/no audio|without audio|audio was/i).first()).toBeVisible();
});
