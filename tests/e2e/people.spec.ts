import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { url } from "./product";
import { replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// From the owner's settings to a second person that may read and not hear.

// Many steps, and axe on every screen.
test.describe.configure({ timeout: 180_000 });

test("whoever is not logged in comes to the login, and from there to where he wanted to go", async ({ browser }) => {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto("/p/default/sessions?status=ended");
  await expect(page).toHaveURL(/\/login\?next=%2Fp%2Fdefault%2Fsessions%3Fstatus%3Dended$/);
  await expectAccessible(page);
  await page.getByLabel("Email").fill("owner@example.com");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "No account has this email and password" })).toBeVisible();
  await page.getByLabel("Password").fill("a password for browser tests");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/p\/default\/sessions\?status=ended$/);
  // The login ends behind the page's back: the next question leads to the login, and back to this very address.
  await context.clearCookies();
  await expect(page).toHaveURL(/\/login\?next=%2Fp%2Fdefault%2Fsessions%3Fstatus%3Dended$/);
  expect((await page.request.get("/setup")).url()).toMatch(/\/login$/);
  await context.close();
});

test("a key is created with its secret shown once, sends, and is revoked", async ({ page }) => {
  await page.goto("/p/default/settings/keys");
  await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Label").fill("Browser test");
  await page.getByRole("button", { name: "Create key" }).click();
  const lines = page.getByRole("dialog", { name: "Key created" }).locator("pre");
  await expect(lines).toContainText("LIVEKIT_API_SECRET=");
  const [, id = "", secret = ""] =
    /LIVEKIT_API_KEY=(\w+)\s+LIVEKIT_API_SECRET=(\w+)/.exec((await lines.textContent()) ?? "") ?? [];
  const send = () =>
    page.request.post(`${url}/v1/logs`, { headers: { authorization: `Bearer ${id}:${secret}` }, data: {} });
  expect((await send()).status()).toBe(200);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.getByRole("button", { name: `Revoke ${id}` }).click();
  await page.getByLabel(`Type ${id} to confirm`).fill(id);
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("row").filter({ hasText: id })).toContainText("Revoked");
  await expect(async () => expect((await send()).status()).toBe(401)).toPass({ timeout: 8_000 });
});

test("an invitation makes a viewer who reads and cannot hear, until he may", async ({ page, browser }) => {
  const id = await replaySession("python-clinic");
  await untilListed(id);
  await page.goto("/p/default/settings/members");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("Email").fill("vera@example.com");
  await page.getByLabel("Role", { exact: true }).click();
  await page.getByRole("option", { name: "viewer" }).click();
  await page.getByRole("button", { name: "Create invitation" }).click();
  const link = (await page.getByRole("dialog", { name: "Invitation created" }).locator("pre").textContent()) ?? "";
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("table", { name: "Open invitations" })).toContainText("vera@example.com");
  await expectAccessible(page);

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const viewer = await context.newPage();
  await viewer.goto(link);
  await viewer.getByLabel("Name").fill("Vera Viewer");
  await viewer.getByLabel("Password").fill("a password of a viewer");
  await viewer.getByRole("button", { name: "Create account and join" }).click();
  await expect(viewer.getByRole("heading", { name: "Sessions" })).toBeVisible();
  const session = new SessionPage(viewer);
  await session.openFromList(id);
  await expect(viewer.getByText("You may not hear recordings of this project")).toBeVisible();
  await expect(session.play).toBeDisabled();
  expect((await viewer.request.get(`/api/v1/sessions/${id}/audio`)).status()).toBe(403);
  await viewer.goto("/p/default/settings/keys");
  await expect(viewer.getByText("This is for owners and admins")).toBeVisible();
  await viewer.goto("/p/default/settings/privacy");
  await expect(viewer.getByText("owners and admins change them")).toBeVisible();
  await expect(viewer.getByRole("switch", { name: "Record sessions" })).toBeDisabled();
  await expectAccessible(viewer);
  await viewer.goto("/p/default/settings");
  await expect(viewer.getByRole("button", { name: "Delete project" })).toBeDisabled();
  await expect(viewer.getByText("Only an owner can do that.")).toBeVisible();

  await page.reload();
  await page.getByRole("checkbox", { name: "Vera Viewer may hear recordings" }).click();
  await expect(page.getByRole("checkbox", { name: "Vera Viewer may hear recordings" })).toBeChecked();
  await session.openFromList(id);
  await expect(session.play).toBeEnabled();

  await viewer.getByRole("button", { name: "Account menu" }).click();
  await viewer.getByRole("menuitem", { name: "Log out" }).click();
  await expect(viewer).toHaveURL(/\/login$/);
  await context.close();

  await page.goto("/p/default/settings/audit");
  const log = page.getByRole("table", { name: "Audit log" });
  for (const action of ["member.join", "member.update", "login.out"]) await expect(log).toContainText(action);
  await expectAccessible(page);
});

test("a project is made, renamed, and deleted by typing its name", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Project: Default" }).click();
  await page.getByRole("menuitem", { name: "New project" }).click();
  await page.getByLabel("Name").fill("Night line");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL(/\/p\/night-line\/settings\/keys$/);
  await expect(page.getByText("No keys yet")).toBeVisible();
  await page.getByRole("link", { name: "Project", exact: true }).click();
  await page.getByLabel("Name").fill("Day line");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("button", { name: "Project: Day line" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete project" }).click();
  await page.getByLabel("Type night-line to confirm").fill("day-line");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Type night-line to go on" })).toBeVisible();
  await page.getByLabel("Type night-line to confirm").fill("night-line");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("The project is deleted.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
});
