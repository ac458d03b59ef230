import { expect, test } from "@playwright/test";
import { startProduct } from "../harness/product";
import { expectAccessible } from "./accessible";

// A server of its own, which nobody has set up yet and others can reach.

test("the first start leads to the owner account and to nobody else's; a page that broke comes when it is tried again", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const product = await startProduct({ EARSHOT_HOST: "0.0.0.0" });
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  try {
    await expect(() => expect(product.said()).toContain("Make the owner account here")).toPass();
    const setupUrl = /http:\/\/localhost:\d+\/setup#[\w-]+/.exec(product.said())?.[0] ?? "";
    expect(product.said()).not.toContain("WARNING");
    const page = await context.newPage();
    await page.goto(setupUrl.split("#")[0] ?? "");
    await page.getByLabel("Name").fill("Ada Owner");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("a password of the owner");
    await page.getByLabel("Set-up code").fill("a guess");
    await page.getByRole("button", { name: "Create owner account" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "not the set-up code" })).toBeVisible();

    await page.goto("about:blank");
    await page.goto(setupUrl);
    await expect(page.getByLabel("Set-up code")).not.toHaveValue("");
    await page.getByLabel("Name").fill("Ada Owner");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("a password of the owner");
    await page.getByRole("button", { name: "Create owner account" }).click();
    await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("link", { name: "API keys" }).click();
    await expect(page.getByRole("table", { name: "API keys" })).toContainText(product.apiKey);
    await page.goto(setupUrl);
    expect(new URL(page.url()).pathname).not.toBe("/setup");

    // The rest is about a page that the server cannot make: here is one whose database may be taken away.
    await product.kill("postgres");
    await page.goto(new URL("/p/default/sessions", setupUrl).href);
    await expect(page.getByRole("heading", { name: "This page broke" })).toBeVisible();
    await expectAccessible(page);
    await expect(async () => {
      await page.getByRole("button", { name: "Try again" }).click({ timeout: 2_000 });
      await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
  } finally {
    await context.close();
    await product.stop();
  }
});
