import { expect, test } from "@playwright/test";
import { readApi, replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// One session of the clinic capture; its counts are those worked out from the capture itself (tests/fixtures/README.md).

let id = "";
test.beforeAll(async () => {
  id = await replaySession("python-clinic");
  await untilListed(id);
});

test("Play moves the position and marks the row that is heard", async ({ page }) => {
  const session = new SessionPage(page);
  await session.openFromList(id);
  await session.showOnly("Transcript");
  await session.play.click();
  await expect(session.pause).toBeVisible();
  const atFirst = await session.positionSeconds();
  await expect(async () => expect(await session.positionSeconds()).toBeGreaterThan(atFirst + 2)).toPass();
  await expect(session.current).toHaveCount(1);
  await session.pause.click();

  // The marked row is the last one that began before the position.
  const position = await session.positionSeconds();
  const { items } = await (await readApi(`/sessions/${id}/timeline`)).json();
  const begun = items.filter((item: { kind: string; startMs: number }) => {
    return item.kind === "message" && item.startMs <= position * 1000;
  });
  await expect(session.current).toContainText(begun.at(-1).text.slice(0, 20));
});

test("the audio that plays is the recording, and really plays", async ({ page }) => {
  const session = new SessionPage(page);
  await session.open(id);
  await session.play.click();
  await expect(async () => {
    const playing = await page.evaluate(() =>
      [...document.querySelectorAll("audio")].map((audio) => ({
        seconds: audio.currentTime,
        length: audio.duration,
        paused: audio.paused,
      })),
    );
    expect(playing).toHaveLength(1);
    expect(playing[0]?.paused).toBe(false);
    expect(playing[0]?.seconds).toBeGreaterThan(0.5);
    expect(playing[0]?.length).toBeGreaterThan(60);
  }).toPass();
});

test("a click on a row seeks the audio to it", async ({ page }) => {
  const session = new SessionPage(page);
  await session.open(id);
  await session.showOnly("Transcript");
  const { items } = await (await readApi(`/sessions/${id}/timeline`)).json();
  const message = items.filter((item: { kind: string }) => item.kind === "message")[4];
  await session.rows
    .filter({ hasText: message.text.slice(0, 25) })
    .first()
    .click();
  await expect(async () => {
    expect(Math.abs((await session.positionSeconds()) - message.startMs / 1000)).toBeLessThan(0.5);
  }).toPass();
  await expect(session.current).toContainText(message.text.slice(0, 20));
});

test("a tool call shows its arguments, its result and whether it failed", async ({ page }) => {
  const session = new SessionPage(page);
  await session.open(id);
  await session.showOnly("Tools");
  await expect(session.rows.first()).toHaveAttribute("aria-setsize", "5");
  const { items } = await (await readApi(`/sessions/${id}/timeline`)).json();
  const failed = items.find((item: { tool: { isError: boolean } | null }) => item.tool?.isError);
  await session.rows.filter({ hasText: failed.tool.name }).first().click();
  await expect(session.details).toContainText(failed.tool.name);
  await expect(session.details).toContainText("failed", { ignoreCase: true });
  for (const value of Object.values(JSON.parse(failed.tool.arguments))) {
    await expect(session.details).toContainText(String(value));
  }
});

test("filters leave what was asked for: 13 log lines, one handoff, 15 messages", async ({ page }) => {
  const session = new SessionPage(page);
  await session.open(id);
  await session.showOnly("Logs");
  await expect(session.rows.first()).toHaveAttribute("aria-setsize", "13");
  await session.showOnly("Handoffs");
  await expect(session.rows.first()).toHaveAttribute("aria-setsize", "1");
  await session.showOnly("Transcript");
  await expect(session.rows.first()).toHaveAttribute("aria-setsize", "15");
});

test("a copied link opens the same place", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const session = new SessionPage(page);
  await session.open(id);
  await session.showOnly("Transcript", "Tools");
  const { items } = await (await readApi(`/sessions/${id}/timeline`)).json();
  const tool = items.filter((item: { kind: string }) => item.kind === "tool_call")[2];
  await session.rows.filter({ hasText: tool.tool.name }).last().click();
  await expect(session.details).toContainText(tool.tool.name);
  const seconds = await session.positionSeconds();
  await page.getByRole("button", { name: "Copy link" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain(`/sessions/${id}?`);

  const other = new SessionPage(await context.newPage());
  await other.page.goto(link);
  await expect(other.details).toContainText(tool.tool.name);
  await expect(async () => expect(Math.abs((await other.positionSeconds()) - seconds)).toBeLessThan(0.5)).toPass();
});

test("the data can be taken along", async ({ page }) => {
  const session = new SessionPage(page);
  await session.open(id);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download data" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
});
