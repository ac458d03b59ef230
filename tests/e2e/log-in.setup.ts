import { expect, test } from "@playwright/test";
import { loginFile, owner } from "./product";

// Runs before all other browser tests, which begin with the cookies that it leaves.

test("the owner of the settings logs in, and stays logged in", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/login\?next=%2F$/);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await page.context().storageState({ path: loginFile });
});
