import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { LineSender } from "../harness/line-senders";
import { expectAccessible } from "./accessible";
import { apiKey, apiSecret, url } from "./product";
import { readApi } from "./senders";

// What a person does with the logs of his agents: follow, hold on, search, narrow, look around, take along, send a link.

const MINUTE_MS = 60_000;
const run = Math.random().toString(36).slice(2, 8);
const named = (name: string) => `${name}-${run}`;
const sender = (name: string) => new LineSender(url, named(name), { apiKey, apiSecret });
const TRACE = 'Traceback (most recent call last):\n  File "agent.py", line 88, in lookup\nValueError: no such doctor';
const json = (level: string, message: string, more: object = {}) => JSON.stringify({ level, message, ...more });

const box = (page: Page) => page.getByRole("combobox", { name: "Search logs" });
const list = (page: Page) => page.getByRole("list", { name: "Log lines" });
const rows = (page: Page) => list(page).locator("[data-line-key]");
const row = (page: Page, text: string) => rows(page).filter({ hasText: text });
const live = (page: Page) => page.getByRole("button", { name: "Live", exact: true });
const details = (page: Page) => page.getByRole("region", { name: "Details" });
const texts = async (page: Page, pattern: RegExp) =>
  (await rows(page).allInnerTexts()).map((text) => pattern.exec(text)?.[0]).filter(Boolean);

async function open(page: Page, fields: Record<string, string> = {}): Promise<void> {
  await page.goto(`/p/default/logs?${new URLSearchParams(fields)}`);
  await expect(list(page).or(page.getByText(/Nothing yet|No lines/))).toBeVisible();
}

/** Old lines with known times: one a second, of one replica, ending a quarter of an hour ago. */
const past = sender("past");
const PAST = `worker:${past.worker}`;
const pastEndMs = Date.now() - 15 * MINUTE_MS;
const PAST_COUNT = 600;

test.beforeAll(async () => {
  await past.print(
    Array.from({ length: PAST_COUNT }, (_, n) => ({
      at: pastEndMs - (PAST_COUNT - n) * 1000,
      raw:
        n % 100 === 50
          ? json("ERROR", `past ${n} failed`, { exc_info: TRACE, doctor: "Okafor", deep: { inside: [1, 2] } })
          : json("INFO", `past ${n}`, { step: n, job_id: "AJ_e2elogs" }),
    })),
  );
});

test("lines of three replicas appear without reload, by time", async ({ page }) => {
  const senders = ["one", "two", "three"].map(sender);
  await senders[0]?.print(["hello"]);
  await open(page, { q: senders.map(({ worker }) => `worker:${worker}`).join(" OR ") });
  await expect(page.getByText("Waiting for more…")).toBeVisible();
  const startMs = Date.now();
  // The second one's lines are sent last, and stand between those of the others.
  await senders[0]?.print([
    { raw: "tail 1", at: startMs },
    { raw: "tail 4", at: startMs + 30 },
  ]);
  await senders[2]?.print([
    { raw: "tail 3", at: startMs + 20 },
    { raw: "\x1b[31mtail 6\x1b[0m", at: startMs + 50 },
  ]);
  await senders[1]?.print([
    { raw: "tail 2", at: startMs + 10 },
    { raw: "tail 5", at: startMs + 40 },
  ]);
  await expect.poll(() => texts(page, /tail \d/)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `tail ${n}`));
  await expect(page.getByText("tail 6")).toHaveClass(/text-err/);
  const colours = await list(page)
    .locator("[style*='--hue']")
    .evaluateAll((chips) => new Set(chips.map((chip) => (chip as HTMLElement).title)).size);
  expect(colours).toBe(3);
});

test("scrolling up holds what comes back and says how much; going on shows it", async ({ page }) => {
  const one = sender("pausing");
  await one.print(Array.from({ length: 120 }, (_, n) => `before ${n}`));
  await open(page, { q: `worker:${one.worker}` });
  await expect(row(page, "before 119")).toBeVisible();
  await list(page).hover();
  await page.mouse.wheel(0, -600);
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  const first = await rows(page).first().innerText();
  await one.print(Array.from({ length: 28 }, (_, n) => `after ${n}`));
  await expect(page.getByRole("button", { name: "Resume (28 new)" })).toBeVisible();
  expect(await rows(page).first().innerText()).toBe(first);
  await expect(row(page, "after 27")).toHaveCount(0);
  await page.getByRole("button", { name: "Resume (28 new)" }).click();
  await expect(row(page, "after 27")).toBeVisible();
  await one.print(["and on"]);
  await expect(row(page, "and on")).toBeVisible();
});

test("a search explains its mistakes and marks the place; the list stays", async ({ page }) => {
  await open(page, { q: PAST, range: "1h", live: "0" });
  await expect(row(page, "past 599")).toBeVisible();
  await box(page).fill('past AND ("open');
  await expect(page.getByRole("alert").filter({ hasText: /at character \d+/ })).toBeVisible();
  await expect(page.locator("mark")).toBeVisible();
  await expect(box(page)).toHaveAttribute("aria-invalid", "true");
  await expect(row(page, "past 599")).toBeVisible();
  await box(page).fill(`level:>=error ${PAST}`);
  await expect(box(page)).toHaveAttribute("aria-invalid", "false");
  await expect(rows(page)).toHaveCount(6);
  await expect(page).toHaveURL(/q=level/);
});

test("a link whose search has a mistake says so instead of waiting for lines", async ({ page }) => {
  await page.goto(`/p/default/logs?${new URLSearchParams({ q: 'past AND ("open' })}`);
  await expect(page.getByRole("heading", { name: "The search has a mistake" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: /at character \d+/ })).toBeVisible();
  await page.getByRole("button", { name: "Clear the search" }).last().click();
  await expect(box(page)).toHaveValue("");
});

test("names of fields and values of the loaded lines are offered and taken with Tab", async ({ page }) => {
  await open(page, { q: PAST, range: "1h", live: "0" });
  await expect(row(page, "past 599")).toBeVisible();
  await box(page).fill("");
  await box(page).pressSequentially("worker:past");
  const offer = page.getByRole("option", { name: `worker:${past.worker}` });
  await expect(offer).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(box(page)).toHaveValue(`worker:${past.worker} `);
  await expect(page).toHaveURL(new RegExp(`worker%3A${past.worker}`));
});

test("older lines come while scrolling up, and nothing moves", async ({ page }) => {
  await open(page, { q: PAST, range: "1h", live: "0" });
  await expect(row(page, "past 599")).toBeVisible();
  await list(page).hover();
  const scroller = list(page).locator("..");
  await expect(async () => {
    await page.mouse.wheel(0, -2000);
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
    await expect(page.getByText("Nothing older in this time")).toBeInViewport({ timeout: 100 });
  }).toPass();
  const numbers = (await texts(page, /past \d+/)).map((text) => Number(text?.slice(5)));
  expect(numbers[0]).toBe(0);
  expect(numbers).toEqual(numbers.map((_, index) => index));
});

test("a drag over the histogram narrows the time, Back widens it again", async ({ page }) => {
  await open(page, { q: PAST, range: "1h", live: "0" });
  const bars = page.getByRole("slider", { name: "Lines over time" });
  await expect(bars).toHaveAttribute("aria-valuetext", /lines?/);
  const plot = await bars.boundingBox();
  if (!plot) throw new Error("no histogram");
  await page.mouse.move(plot.x + plot.width * 0.6, plot.y + 20);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.7, plot.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*to=/);
  const { searchParams } = new URL(page.url());
  const [fromMs, toMs] = [searchParams.get("from"), searchParams.get("to")].map((at) => Date.parse(at ?? ""));
  const expected = await (
    await readApi(
      `/lines?${new URLSearchParams({ q: PAST, from: searchParams.get("from") ?? "", to: searchParams.get("to") ?? "" })}`,
    )
  ).json();
  expect((toMs as number) - (fromMs as number)).toBeLessThan(15 * MINUTE_MS);
  await expect(row(page, expected.lines[0].message)).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/from=/);
  await bars.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=.*to=/);
});

test("a line shows all that is known of it, and what was printed around it", async ({ page }) => {
  await open(page, { q: `level:error ${PAST}`, range: "1h", live: "0" });
  await expect(row(page, "past 550 failed")).toContainText("3 lines of traceback");
  await row(page, "past 550 failed").click();
  await expect(details(page)).toContainText("ValueError: no such doctor");
  await expect(details(page)).toContainText("Okafor");
  await expect(details(page).getByRole("link", { name: past.worker })).toHaveAttribute("href", /agents\/workers/);
  await details(page).getByText("deep", { exact: true }).click();
  await expect(details(page).getByText("inside", { exact: true })).toBeVisible();
  await details(page)
    .getByRole("tab", { name: /Context/ })
    .click();
  const around = details(page).getByRole("list", { name: "Lines around it" });
  await expect(around.getByText("past 549")).toBeVisible();
  await expect(around.locator("[aria-current=true]")).toContainText("past 550 failed");
  await expect(around.getByText("past 580")).toHaveCount(1);
  await expect(around.getByText("past 581")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(details(page)).toHaveCount(0);
});

test("keys: j and k move, Enter opens, e goes to an error, / searches, l follows", async ({ page }) => {
  await open(page, { q: PAST, range: "1h", live: "0" });
  await expect(row(page, "past 599")).toBeVisible();
  await page.keyboard.press("k");
  await expect(row(page, "past 599")).toBeFocused();
  await page.keyboard.press("k");
  await expect(row(page, "past 598")).toBeFocused();
  await page.keyboard.press("j");
  await expect(row(page, "past 599")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(details(page)).toContainText("past 599");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+E");
  await expect(row(page, "past 550 failed")).toBeFocused();
  await page.keyboard.press("/");
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("l");
  await expect(live(page)).toHaveAttribute("aria-pressed", "true");
});

test("a click on a replica takes it in, the next to it leaves it out", async ({ page }) => {
  const [one, two] = [sender("pick-a"), sender("pick-b")];
  await one.print(["picked mine"]);
  await two.print(["picked other"]);
  await open(page, { q: `picked` });
  await expect(row(page, "picked other")).toBeVisible();
  await list(page)
    .getByRole("button", { name: `Only worker ${one.worker}` })
    .first()
    .click();
  await expect(row(page, "picked other")).toHaveCount(0);
  await expect(box(page)).toHaveValue(`picked worker:${one.worker}`);
  await page
    .getByRole("button", { name: `Leave out worker ${one.worker}` })
    .first()
    .click();
  await expect(box(page)).toHaveValue(`picked -worker:${one.worker}`);
  await expect(row(page, "picked mine")).toHaveCount(0);
  await expect(row(page, "picked other")).toBeVisible();
});

test("the download holds exactly what the filter finds", async ({ page }) => {
  await open(page, { q: `level:error ${PAST}`, range: "1h", live: "0" });
  await expect(rows(page)).toHaveCount(6);
  await page.getByRole("button", { name: "Download these lines" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /NDJSON/ }).click(),
  ]);
  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(
    [0, 1, 2, 3, 4, 5].map((n) => `past ${n * 100 + 50} failed`),
  );
});

test("a link to a line opens the list at it, with its details", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, { q: `level:error ${PAST}`, range: "1h", live: "0" });
  await row(page, "past 150 failed").click();
  await page.getByRole("button", { name: "Copy link to this line" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await context.newPage();
  // The same place among all lines: far from the end.
  await other.goto(link.replace("level%3Aerror+", ""));
  await expect(details(other)).toContainText("past 150 failed");
  await expect(row(other, "past 150 failed")).toBeVisible();
  await expect(row(other, "past 151")).toBeVisible();
  await expect(live(other)).toHaveAttribute("aria-pressed", "false");
});

test("words choose a time", async ({ page }) => {
  await open(page, { q: PAST });
  await page.getByRole("button", { name: /^Time/ }).click();
  await page.getByLabel("Time in words").fill("someday");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "someday" })).toBeVisible();
  await page.getByLabel("Time in words").fill("2h ago to 1m ago");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=.*to=/);
  await expect(row(page, "past 599")).toBeVisible();
});

test("where nothing fits it says so, and how to see more", async ({ page }) => {
  await open(page, { q: "nobodyeverprintedthis", live: "0" });
  await expect(page.getByRole("heading", { name: "No lines" })).toBeVisible();
  await page.getByRole("button", { name: "Clear the search" }).first().click();
  await expect(box(page)).toHaveValue("");
});

for (const [scheme, width] of [
  ["dark", 1440],
  ["light", 390],
] as const) {
  test(`is accessible with open details, ${scheme}, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme: scheme });
    await open(page, { q: PAST, range: "1h", live: "0" });
    await row(page, "past 599").click();
    await expect(details(page)).toContainText("past 599");
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  });
}
