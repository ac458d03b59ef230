import { writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { readApi, replaySession } from "./senders";

interface Answer {
  session: { id: string; importedAt?: string | null };
  items: { text: string; startMs: number; kind: string }[];
  spans: { name: string; startMs: number; durationMs: number | null }[];
  logs: { message: string; atMs: number }[];
}

/** What a person compares: everything but ids and addresses. */
const seen = ({ items, spans, logs }: Answer) => ({
  items: items.map(({ text, startMs, kind }) => ({ text, startMs, kind })),
  spans: spans.map(({ name, startMs, durationMs }) => ({ name, startMs, durationMs })),
  logs: logs.map(({ message, atMs }) => ({ message, atMs })),
});

async function timelineOf(id: string): Promise<Answer> {
  return (await readApi(`/sessions/${id}/timeline`)).json() as Promise<Answer>;
}

test("a session is downloaded as a zip, imported on the list and is the same; a foreign zip is refused in words", async ({
  page,
}, info) => {
  test.setTimeout(180_000);
  const id = await replaySession("python-realtime");
  await expect.poll(async () => (await readApi(`/sessions/${id}/audio`)).status).toBe(200);
  await page.goto(`/p/default/sessions/${id}`);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download data" }).click();
  const zip = info.outputPath("session.zip");
  await (await downloading).saveAs(zip);

  await page.goto("/p/default/sessions");
  const noZip = info.outputPath("no.zip");
  writeFileSync(noZip, "this is no zip");
  await page.getByLabel("Zip of a session").setInputFiles(noZip);
  const refusal = page.getByRole("alert").filter({ hasText: "Not imported" });
  await expect(refusal).toContainText(/zip/i);
  await refusal.getByRole("button", { name: "Close" }).click();

  await page.getByLabel("Zip of a session").setInputFiles(zip);
  await expect(page).toHaveURL(/sessions\/AJ_.*copy/, { timeout: 60_000 });
  await expect(page.getByText("imported", { exact: true })).toBeVisible();
  const copyId = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  const copy = await timelineOf(copyId);
  expect(seen(copy)).toEqual(seen(await timelineOf(id)));
  expect(copy.session.importedAt).toMatch(/^20/);
});

test("a dry run counts, an erasure is previewed, and a hold keeps a session from both", async ({ page }) => {
  test.setTimeout(180_000);
  const id = await replaySession("python-partial-no-audio-no-logs");
  await page.goto(`/p/default/sessions/${id}`);
  await page.getByRole("button", { name: "Session actions" }).click();
  await page.getByRole("menuitem", { name: /Hold/ }).click();
  await page.getByLabel("Reason").fill("a complaint");
  await page.getByRole("dialog").getByRole("button", { name: /Hold/ }).click();
  await expect(page.getByText("held", { exact: true })).toBeVisible();

  await page.goto("/p/default/settings/retention");
  await expect(page.getByRole("table", { name: "Held sessions" })).toContainText("a complaint");
  await page.getByRole("button", { name: "Dry run" }).click();
  await expect(page.getByRole("table", { name: "Retention runs" })).toContainText("dry, nothing deleted");
  await page.getByRole("combobox", { name: "Erase by" }).click();
  await page.getByRole("option", { name: /Session id/ }).click();
  await page
    .getByLabel(/Session id/)
    .last()
    .fill(id);
  await page.getByRole("button", { name: "Preview" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("stays: held by Olivia Owner: a complaint");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: `Lift the hold of ${id}` }).click();
  await expect(page.getByText("No session is held.")).toBeVisible();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  }
});
