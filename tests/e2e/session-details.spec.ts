import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { readApi, replaySession, untilListed } from "./senders";
import { SessionPage } from "./session-page";

// What is told of one record: the wait in parts, figures, ids, calls to models, chat context, exceptions.

const ids: Record<string, string> = {};
test.beforeAll(async () => {
  for (const name of ["python-clinic", "python-trouble", "node-clinic"]) {
    ids[name] = await replaySession(name);
  }
  await Promise.all(Object.values(ids).map(untilListed));
});

async function open(page: Page, capture: string): Promise<SessionPage> {
  const session = new SessionPage(page);
  await page.goto(`/p/default/sessions/${ids[capture]}`);
  await expect(session.rows.first()).toBeVisible();
  return session;
}

test("the parts of a wait sum to it, each with its owner; beside it what was heard, and why it was slow", async ({
  page,
}) => {
  const session = await open(page, "python-clinic");
  await session.rows.filter({ hasText: "On Thursday I can offer" }).click();
  await expect(session.details).toContainText("The caller waited 1.60 s");
  const parts = session.details.getByRole("list", { name: "Parts of the wait" }).getByRole("listitem");
  await expect(parts.first()).toBeVisible();
  const seconds = (await parts.allInnerTexts()).map((text) => Number(/(\d+\.\d\d) s$/.exec(text.trim())?.[1]));
  // Each is written to the hundredth: eight parts may be off by four together.
  expect(Math.abs(seconds.reduce((sum, one) => sum + one, 0) - 1.6)).toBeLessThan(0.05);
  for (const owner of ["turn detection settings", "openai gpt-4.1-mini", "your code", "cartesia sonic-3"]) {
    await expect(parts.filter({ hasText: owner }).first()).toBeVisible();
  }
  await expect(session.details).toContainText("p95 of this session 1.78 s");
  await expect(session.details).toContainText("Slow because");
  await expect(session.details).toContainText(/Slower than \d of \d turns here\./);
  await parts.filter({ hasText: "tool check_availability" }).getByRole("button").click();
  await expect(session.details.getByRole("heading", { level: 2 })).toHaveText("function_tool");
});

test("the gap in the recording stands beside the reported one once the recording was listened to", async ({ page }) => {
  const session = await open(page, "python-clinic");
  await expect(async () => {
    const { waits } = await (await readApi(`/sessions/${ids["python-clinic"]}/timeline`)).json();
    expect(waits.some((wait: { heardMs: number | null }) => wait.heardMs !== null)).toBe(true);
  }).toPass({ timeout: 30_000 });
  await page.reload();
  await session.rows.filter({ hasText: "On Thursday I can offer" }).click();
  await expect(session.details).toContainText(/The caller waited 1\.60 s — in the recording \d\.\d\d s/);
});

test("a turn tells its calls to models with tokens and its ids, which can be copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const session = await open(page, "python-clinic");
  await session.rows.filter({ hasText: "On Thursday I can offer" }).click();
  await expect(session.details).toContainText("Calls to models");
  await expect(session.details).toContainText(/\d+ \(\d+ cached\) in/);
  await expect(session.details).toContainText(/\d+ characters/);
  const speech = session.details.getByRole("button", { name: /^Copy speech id speech_/ });
  await speech.click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^speech_/);
});

test("one record is asked for when it is looked at, and [ ] go to the one before and the next", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    const record = /records\/([^?]+)/.exec(request.url())?.[1];
    if (record) asked.push(record);
  });
  const session = await open(page, "python-clinic");
  await session.showOnly("Logs");
  await session.lineButton(1).click();
  const text = session.details.locator("article");
  await expect(text).toContainText("RoomIO linked to participant");
  const before = asked.length;
  await page.keyboard.press("]");
  await expect(text).toContainText("checking availability");
  await expect(text).toContainText("code.function.name");
  expect(asked.length).toBe(before + 1);
  await page.keyboard.press("[");
  await expect(text).toContainText("RoomIO linked to participant");
});

test("the context is a conversation in which what is new since the call before is marked", async ({ page }) => {
  const session = await open(page, "python-clinic");
  await session.rows.filter({ hasText: "On Thursday I can offer" }).click();
  await page.getByRole("tab", { name: "Context" }).click();
  await expect(session.details).toContainText("2 new since the call before");
  const marked = session.details.locator("li[data-new]");
  await expect(marked).toHaveCount(2);
  // Since the step that asked for the tool: its call and its output.
  await expect(marked.first()).toContainText("check_availability(doctor: Okafor, week: 2026-11-26)");
  await page.getByRole("tab", { name: "Raw" }).click();
  await expect(session.details.getByRole("region", { name: "record as sent" })).toContainText('"role": "assistant"');
});

test("a failed tool shows its exception with the stack, and Node's outputs are read through their second encoding", async ({
  page,
}) => {
  const trouble = await open(page, "python-trouble");
  await trouble.showOnly("Tools");
  await trouble.rows.filter({ hasText: "cancel_order" }).click();
  await expect(trouble.details).toContainText("Exception");
  await expect(trouble.details.getByRole("region", { name: "stack trace" })).toContainText("Traceback");
  const node = await open(page, "node-clinic");
  await node.showOnly("Tools");
  await node.rows.filter({ hasText: "transfer_to_booking" }).first().click();
  await expect(node.details.getByRole("region", { name: "output" })).toHaveText("Transferring to booking.");
  await expect(node.rows.filter({ hasText: "transfer_to_booking" }).first()).toContainText(
    "→ Transferring to booking.",
  );
});

test("details, sheet and popover are clean for axe", async ({ page }) => {
  const session = await open(page, "python-clinic");
  await session.rows.filter({ hasText: "On Thursday I can offer" }).click();
  await expect(session.details).toContainText("Calls to models");
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Context" }).click();
  await expect(session.details).toContainText("since the call before");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "About this session" }).click();
  await expectAccessible(page);
});
