import { expect, test } from "@playwright/test";
import { apiKey, url } from "./product";
import { replaySession } from "./senders";
import { SessionPage } from "./session-page";

// The first test of all: the project is still empty.

test("a newcomer is told what to do, and the first session takes its place by itself and grows until it ends", async ({
  page,
}) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await expect(page.getByText("Waiting for the first session")).toBeVisible();
  await expect(page.getByText(`LIVEKIT_OBSERVABILITY_URL=${url}`)).toBeVisible();
  await expect(page.getByText(`LIVEKIT_API_KEY=${apiKey}`)).toBeVisible();

  const replaying = replaySession("python-clinic", { speed: 6, agoMs: 0 });
  const row = page.getByRole("link", { name: /clinic-\d+/ });
  await expect(row).toHaveCount(1);
  await row.click();

  const session = new SessionPage(page);
  await expect(session.rows.first()).toBeVisible();
  const rowsAtFirst = Number(await session.rows.first().getAttribute("aria-setsize"));
  await expect(page.getByText("Live", { exact: false }).first()).toBeVisible();

  const id = await replaying;
  await expect(page).toHaveURL(new RegExp(id));
  await expect(session.play).toBeEnabled();
  await expect(async () => {
    expect(Number(await session.rows.first().getAttribute("aria-setsize"))).toBeGreaterThan(rowsAtFirst);
  }).toPass();
  await expect(page.getByText("Live", { exact: true })).toHaveCount(0);
  await expect(session.recording).toBeVisible();
});
