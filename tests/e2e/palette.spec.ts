import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// Ctrl K on every screen: times, turns and spans of a session, other sessions, other screens.

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
});

test("on a session it goes to a time, to words that were said, to a span, to another screen", async ({ page }) => {
  const session = new SessionPage(page);
  await page.goto(`/p/default/sessions/${id}`);
  await expect(session.rows.first()).toBeVisible();
  const palette = page.getByRole("dialog", { name: "Go to" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("0:42");
  await expect(palette.getByRole("option", { name: /Go to 00:42/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(palette).toHaveCount(0);
  await expect(async () => expect(Math.abs((await session.positionSeconds()) - 42)).toBeLessThan(0.2)).toPass();
  await page.keyboard.press("Meta+k");
  await page.keyboard.type("thursday morning best");
  await palette.getByRole("option").first().click();
  await expect(session.details).toContainText("Thursday morning would be best");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("eou_wait");
  await palette
    .getByRole("option", { name: /eou_wait/ })
    .first()
    .click();
  await expect(session.details.getByRole("heading", { level: 2 })).toHaveText("eou_wait");
  // What was chosen is in sight: spans are switched on.
  await expect(session.checkbox("Spans")).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("retention");
  await palette.getByRole("option", { name: /Settings: retention/ }).click();
  await expect(page).toHaveURL(/settings\/retention/);
});

test("on the list it finds sessions by what was said in them, opens them there, and is walked by arrows", async ({
  page,
}) => {
  await page.goto("/p/default/sessions");
  await page.getByRole("button", { name: "Go to" }).click();
  const palette = page.getByRole("dialog", { name: "Go to" });
  const options = palette.getByRole("option");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  await expectAccessible(page);
  await page.keyboard.type("nineteen eighty four");
  // Until the server has answered, sessions that fit by name alone stand there.
  const hit = palette
    .getByRole("option")
    .filter({ hasText: /nineteen/i })
    .first();
  await expect(hit).toBeVisible();
  await hit.click();
  await expect(page).toHaveURL(/sessions\/AJ_.*t=52/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("xyzzy never said");
  await expect(palette).toContainText("Nothing fits these words.");
});

test("Escape gives the focus back to where it was, from the palette and from the sheet of keys", async ({ page }) => {
  await page.goto(`/p/default/sessions/${id}`);
  const button = page.getByRole("button", { name: "Go to", exact: true });
  await button.press("Enter");
  await expect(page.getByRole("combobox", { name: "Go to" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
  const copy = page.getByRole("button", { name: "Copy link" });
  await copy.focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(copy).toBeFocused();
});
