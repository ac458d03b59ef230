import { expect, type Page, test } from "@playwright/test";
import { expectFlawless } from "./accessible";
import { readApi, replaySession, untilListed } from "./senders";

// The switch itself may take five seconds, twice in one test.
test.describe.configure({ timeout: 150_000 });

const PAGE = "/p/default/settings/privacy";

test.afterEach(async ({ request, page }) => {
  await page.goto(PAGE);
  const headers = { origin: new URL(page.url()).origin };
  const recording = { enabled: true, audio: true, transcript: true, traces: true, logs: true };
  const builtIn = { email: false, phone: false, card: false, iban: false, apiKey: false };
  const data = { recording, redaction: { builtIn, custom: [] }, retention: { sessionDays: 30 } };
  const answer = await request.patch("/api/v1/project?project=default", { data, headers });
  expect(answer.status()).toBe(200);
});

/** Turns a switch and waits until the server has said so. */
async function turn(page: Page, name: string, isOn: boolean) {
  const answered = page.waitForResponse((answer) => answer.request().method() === "PATCH");
  await page.getByRole("switch", { name, exact: true }).click();
  expect((await answered).status()).toBe(200);
  await expect(page.getByRole("switch", { name, exact: true })).toHaveAttribute("aria-checked", String(isOn));
}

/** Replays until the server answers as it must after a switch: at most five seconds later. */
async function replayUntil(isTaken: boolean): Promise<string> {
  for (let left = 20; left > 0; left -= 1) {
    const outcome = await replaySession("python-realtime").catch((error: Error) => error);
    if (isTaken && typeof outcome === "string") return outcome;
    if (!isTaken && outcome instanceof Error) return outcome.message;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error(isTaken ? "still refused" : "still taken");
}

test("turned off, replays are refused and the list says who did it; turned on, they are taken", async ({ page }) => {
  await page.goto(PAGE);
  await turn(page, "Record sessions", false);
  await expect(page.getByText(/Turned off by Olivia Owner/)).toBeVisible();
  expect(await replayUntil(false)).toContain("data recording is disabled");

  await page.goto("/p/default/sessions");
  await expect(page.getByText("Recording is off.")).toBeVisible();
  await expect(page.getByText(/Olivia Owner switched it off/)).toBeVisible();

  await page.goto(PAGE);
  await turn(page, "Record sessions", true);
  const id = await replayUntil(true);
  await untilListed(id);
  await page.goto("/p/default/sessions");
  await expect(page.locator(`a[href*="${id}"]`)).toBeVisible();
  await expect(page.getByText("Recording is off.")).toHaveCount(0);
});

test("audio off: the session shows all but sound, and says since when", async ({ page }) => {
  await page.goto(PAGE);
  await turn(page, "Audio", false);
  // A process may go on for five seconds with what it knew.
  await page.waitForTimeout(5_100);
  const id = await replaySession("python-clinic");
  await untilListed(id);
  await page.goto(`/p/default/sessions/${id}`);
  const words = page.getByText(/Audio is not kept: recording of audio is off for this project since/);
  await expect(words).toBeVisible({ timeout: 45_000 });
  await page.getByRole("button", { name: "About this session" }).click();
  const row = page.getByRole("row", { name: /^Audio/ });
  await expect(row.getByRole("cell")).toHaveText(["yes", "no", "no"]);
  await expect(page.getByRole("row", { name: /^Traces/ }).getByRole("cell")).toHaveText(["yes", "yes", "yes"]);
});

test("days are saved, and a wrong number is refused in words", async ({ page }) => {
  await page.goto(PAGE);
  const days = page.getByLabel("Keep session data for (days)");
  await expect(days).toHaveValue("30");
  await days.fill("14");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved: 14 days.")).toBeVisible();
  await page.reload();
  await expect(days).toHaveValue("14");
  await days.fill("4000");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  expect(await days.evaluate((input: HTMLInputElement) => input.validity.rangeOverflow)).toBe(true);
  const { retention } = await (await readApi("/project")).json();
  expect(retention.sessionDays).toBe(14);
});

test("rules show at once what they replace, and a pattern that cannot be used is refused in words", async ({
  page,
}) => {
  await page.goto(PAGE);
  await expect(page.getByText("Nothing is replaced.")).toBeVisible();
  await turn(page, "Email addresses", true);
  await turn(page, "Payment cards", true);
  const sample = page.getByLabel("Try the rules");
  await sample.fill("jane@example.com pays with 4111 1111 1111 1111, P-123456");
  await expect(page.getByTestId("redacted")).toHaveText("[email] pays with [card], P-123456");

  await page.getByRole("button", { name: "Add a pattern" }).click();
  await page.getByLabel("Name 1").fill("patient");
  await page.getByLabel("Pattern 1").fill("(?=P)");
  await page.getByRole("button", { name: "Save patterns" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "redaction.custom.0.pattern" })).toBeVisible();
  await page.getByLabel("Pattern 1").fill("P-[0-9]{6}");
  await page.getByRole("button", { name: "Save patterns" }).click();
  await expect(page.getByTestId("redacted")).toHaveText("[email] pays with [card], [patient]");
});

test("a switch that the server refuses goes back, and the page says why", async ({ page }) => {
  await page.goto(PAGE);
  await page.route("**/api/v1/project?*", (route) =>
    route.request().method() === "PATCH"
      ? route.fulfill({
          status: 403,
          contentType: "application/json",
          body: JSON.stringify({ error: { code: "forbidden", message: "You may not do this." } }),
        })
      : route.continue(),
  );
  await page.getByRole("switch", { name: "Logs", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Not changed: You may not do this." })).toBeVisible();
  await expect(page.getByRole("switch", { name: "Logs", exact: true })).toHaveAttribute("aria-checked", "true");
});

for (const width of [1440, 390]) {
  test(`nothing is wrong for assistive technology, and nothing runs over the edge at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(PAGE);
    await turn(page, "Email addresses", true);
    await expect(page.getByTestId("redacted")).toBeVisible();
    await expectFlawless(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
