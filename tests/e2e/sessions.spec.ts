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

test("who comes back from a session goes on from its row; who comes by the top bar stays there", async ({ page }) => {
  await page.goto("/p/default/sessions");
  const rows = page.locator("a[data-session-id]");
  const timeline = page.getByRole("list", { name: "Timeline" });
  await expect(rows.nth(1)).toBeVisible();
  const id = await rows.nth(1).getAttribute("data-session-id");
  for (let n = 0; n < 2; n += 1) await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(timeline).toBeVisible();
  await page.goBack();
  const opened = page.locator(`a[data-session-id="${id}"]`);
  await expect(opened).toBeFocused();
  await expect(opened).toBeInViewport();
  await page.keyboard.press("k");
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(timeline).toBeVisible();
  const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sessions" });
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(rows.first()).toBeVisible();
  await expect(link).toBeFocused();
});

test("the theme is switched at once: nothing fades from one to the other", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/p/default/sessions");
  await page.locator("a[data-session-id]").first().waitFor();
  await page.evaluate(() => {
    const faded: string[] = [];
    Object.assign(window, { faded });
    document.addEventListener("transitionrun", ({ target }) => faded.push((target as Element).tagName));
  });
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Light" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(page.locator("html")).not.toHaveAttribute("data-theme-switch");
  // Rows fade when they are pointed at, and would when their colour changes.
  expect(await page.evaluate(() => (window as unknown as { faded: string[] }).faded)).not.toContain("TBODY");
});
