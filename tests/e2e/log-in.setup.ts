import { expect, request, test } from "@playwright/test";
import { loginFile, owner, products, url } from "./product";

// Runs before all other browser tests, which begin with the cookies that these leave.

test("the owner of the settings logs in, and stays logged in", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/login\?next=%2F$/);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await page.context().storageState({ path: loginFile });
});

test("a script logs in as a person does", async () => {
  for (const product of products.filter((each) => each.url !== url)) {
    const script = await request.newContext({ baseURL: product.url, extraHTTPHeaders: { origin: product.url } });
    const { email, password } = owner;
    expect((await script.post("/api/v1/login", { data: { email, password } })).status()).toBe(200);
    await script.storageState({ path: product.loginFile });
    await script.dispose();
  }
});
