import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// One session, its menu, and a link to it in a browser that knows nobody.

test.describe.configure({ timeout: 180_000 });
let id: string;

test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
});

async function stranger(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  return context.newPage();
}

async function choose(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: "Session actions" }).click();
  await page.getByRole("menuitem", { name }).click();
}

test("a link opens this one session without an account, and nothing once it is taken back", async ({
  page,
  browser,
}) => {
  const session = new SessionPage(page);
  await session.open(id);
  await choose(page, "Share…");
  const dialog = page.getByRole("dialog", { name: "Share this session" });
  await expect(dialog.getByLabel("Days until it expires")).toHaveValue("7");
  await expectAccessible(page);
  await dialog.getByLabel("With the recording").check();
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByLabel("Link", { exact: true }).inputValue();
  expect(link).toMatch(/\/s\/[\w-]{43}$/);

  const guest = new SessionPage(await stranger(browser));
  const foreign: string[] = [];
  guest.page.on("response", (answer) => answer.status() >= 400 && foreign.push(`${answer.status()} ${answer.url()}`));
  await guest.page.goto(link);
  await expect(guest.rows.first()).toBeVisible();
  await expect(guest.page.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);
  await expect(guest.page.getByText("Shared session", { exact: true })).toBeVisible();
  for (const name of ["Session actions", "Cancel the download"])
    await expect(guest.page.getByRole("button", { name })).toHaveCount(0);
  await expect(guest.page.getByRole("link", { name: "Download data" })).toHaveCount(0);
  await expectAccessible(guest.page);
  await guest.play.click();
  await expect.poll(() => guest.positionSeconds()).toBeGreaterThan(0.5);
  await guest.rows.nth(2).click();
  await expect(guest.details).toBeVisible();
  expect(foreign).toEqual([]);

  await dialog.getByRole("button", { name: "Close" }).click();
  await choose(page, "Share…");
  await expect(dialog.getByRole("listitem")).toContainText("opened once");
  await dialog.getByRole("button", { name: /^Take back/ }).click();
  await expect(dialog.getByText("None.")).toBeVisible();
  await guest.page.reload();
  await expect(guest.page.getByRole("heading", { name: "This link opens nothing" })).toBeVisible();
  await expect(guest.page.getByText("taken back by the people who made it")).toBeVisible();
  await guest.page.context().close();
  await page.goto("/p/default/settings/shares");
  await expect(page.getByRole("table", { name: "Shared links" })).toContainText("taken back");
  await expectAccessible(page);
});

test("a link without audio has no sound and says why", async ({ page, browser }) => {
  await new SessionPage(page).open(id);
  await choose(page, "Share…");
  const dialog = page.getByRole("dialog", { name: "Share this session" });
  await dialog.getByLabel("Redacted").check();
  await expect(dialog.getByLabel("With the recording")).toBeDisabled();
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByLabel("Link", { exact: true }).inputValue();
  const guest = new SessionPage(await stranger(browser));
  await guest.page.goto(link);
  await expect(guest.page.getByText("This link was made without the recording.")).toBeVisible();
  await expect(guest.page.locator("audio")).toHaveCount(0);
  await guest.page.context().close();
});

test("the menu saves the transcript, and the zip says how far it is", async ({ page }) => {
  await new SessionPage(page).open(id);
  for (const [name, extension] of [
    ["Transcript, text", "txt"],
    ["Transcript, JSON", "json"],
    ["Transcript, WebVTT", "vtt"],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent("download"), choose(page, name)]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`-transcript\\.${extension}$`));
    expect(await download.failure()).toBeNull();
  }
  const [zip] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download data" }).click(),
  ]);
  expect(zip.suggestedFilename()).toMatch(/^2\d{3}-\d\d-\d\d-.*\.zip$/);
});

test("a held session says who holds it and cannot be deleted until the hold is lifted", async ({ page }) => {
  const doomed = await replaySession("python-realtime");
  await untilListed(doomed);
  await new SessionPage(page).open(doomed);
  await choose(page, "Hold…");
  await page.getByLabel("Reason").fill("A complaint");
  await page.getByRole("button", { name: "Hold", exact: true }).click();
  await expect(page.getByText("held", { exact: true })).toBeVisible();
  const remove = async () => {
    await choose(page, "Delete session…");
    await page.getByLabel("Type delete to confirm").fill("delete");
    await page.getByRole("button", { name: "Delete session", exact: true }).click();
  };
  await remove();
  await expect(page.getByRole("alert").filter({ hasText: "holds this session: A complaint" })).toBeVisible();
  await page.keyboard.press("Escape");
  await choose(page, "Held…");
  await expect(page.getByRole("dialog", { name: "This session is held" })).toContainText("A complaint");
  await page.getByRole("button", { name: "Lift the hold" }).click();
  await expect(page.getByText("held", { exact: true })).toHaveCount(0);
  await remove();
  await expect(page).toHaveURL(/\/p\/default\/sessions$/);
  await expect(page.getByRole("status").filter({ hasText: `Session ${doomed} was deleted.` })).toBeVisible();
  await expect(page.locator(`a[href*="${doomed}"]`)).toHaveCount(0);
});
