import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { readApi, replaySession, untilListed } from "./senders";

// What a person does on the list: columns, order, filters, views, keys, picking, taking away, waiting for what comes.

const CAPTURES = ["python-clinic", "python-realtime", "node-clinic", "python-trouble"];
const MINUTE_MS = 60_000;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const ids: string[] = [];
  for (let n = 0; n < 12; n += 1) {
    const name = CAPTURES[n % CAPTURES.length] as string;
    ids.push(await replaySession(name, { agoMs: (n + 2) * 3 * MINUTE_MS }));
  }
  await Promise.all(ids.map(untilListed));
});

const rows = (page: Page) => page.locator("a[data-session-id]");
const idsOf = (page: Page) =>
  rows(page).evaluateAll((links) => links.map((link) => (link as HTMLElement).dataset.sessionId));
const filter = (page: Page, name: string) =>
  page.getByRole("group", { name: "Filters" }).getByRole("button", { name: new RegExp(`^${name}.*filter$`) });
const choice = (page: Page, name: string | RegExp) => page.getByRole("dialog").getByRole("checkbox", { name });

async function list(query: string): Promise<{ id: string; agentName: string }[]> {
  return (await (await readApi(`/sessions?${query}`)).json()).sessions;
}

async function open(page: Page, search = ""): Promise<void> {
  await page.goto(`/p/default/sessions${search}`);
  await expect(rows(page).first()).toBeVisible();
}

test("columns are chosen, remembered and reset", async ({ page }) => {
  await open(page);
  const head = (name: string) => page.getByRole("columnheader", { name });
  await expect(head("Tokens")).toHaveCount(0);
  await page.getByRole("button", { name: "Columns" }).click();
  await choice(page, "Tokens").check();
  await choice(page, "Room").uncheck();
  await expect(choice(page, "Agent")).toBeDisabled();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(head("Tokens")).toBeVisible();
  await expect(head("Room")).toHaveCount(0);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("button", { name: "Reset to default" }).click();
  await expect(head("Tokens")).toHaveCount(0);
  await expect(head("Room")).toBeVisible();
});

test("a column's head orders the list on the server, says so, and the address keeps it", async ({ page }) => {
  await open(page);
  const head = page.getByRole("columnheader", { name: "Turns" });
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/sort=-turns/);
  const expected = (await list("limit=50&sort=-turns")).map(({ id }) => id);
  await expect.poll(() => idsOf(page)).toEqual(expected);
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await page.reload();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(() => idsOf(page)).toEqual((await list("limit=50&sort=turns")).map(({ id }) => id));
});

test("facets say how many sessions each choice leaves; several may be chosen; Back takes them off", async ({
  page,
}) => {
  await open(page);
  const { facets } = await (await readApi("/sessions/facets")).json();
  const [first, second] = facets.agent as { value: string; count: number }[];
  await filter(page, "Agent").click();
  await choice(page, `${first?.value} ${first?.count}`).check();
  await expect(rows(page)).toHaveCount(first?.count ?? -1);
  await choice(page, `${second?.value} ${second?.count}`).check();
  await expect(rows(page)).toHaveCount((first?.count ?? 0) + (second?.count ?? 0));
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/agent=.*agent=/);
  await page.goBack();
  await expect(rows(page)).toHaveCount(first?.count ?? -1);
  await filter(page, "Agent").click();
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page).not.toHaveURL(/agent=/);
});

test("filters by status, errors, recording and SDK show what the API answers", async ({ page }) => {
  for (const [query, name] of [
    ["status=ended", "Status"],
    ["hasErrors=true", "Errors"],
    ["hasRecording=true", "Recording"],
    ["sdk=node", "SDK"],
  ] as const) {
    const expected = (await list(`limit=50&${query}`)).map(({ id }) => id);
    await page.goto(`/p/default/sessions?${query}`);
    await expect.poll(() => idsOf(page)).toEqual(expected);
    await expect(filter(page, name)).toBeVisible();
  }
});

test("a time range is a length that ends now or two instants", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: /^Time range/ }).click();
  await page.getByRole("button", { name: "Last hour" }).click();
  await expect(page).toHaveURL(/range=1h/);
  await page.getByRole("button", { name: /^Time range/ }).click();
  const local = (agoMs: number) => {
    const at = new Date(Date.now() - agoMs);
    return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
  };
  await page.getByLabel("From").fill(local(0));
  await page.getByLabel("Until").fill(local(20 * MINUTE_MS));
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "end must come after" })).toBeVisible();
  await page.getByLabel("From").fill(local(20 * MINUTE_MS));
  await page.getByLabel("Until").fill(local(10 * MINUTE_MS));
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/from=.*to=/);
  const { searchParams } = new URL(page.url());
  const between = `from=${searchParams.get("from")}&to=${searchParams.get("to")}`;
  await expect.poll(() => idsOf(page)).toEqual((await list(`limit=50&${between}`)).map(({ id }) => id));
});

test("a view keeps filters, order and columns for everybody, is renamed, opens first and is deleted", async ({
  page,
  browser,
}) => {
  await open(page, "?sdk=node&sort=-turns");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Node calls");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const views = page.getByRole("navigation", { name: "Views" });
  await expect(views.getByRole("button", { name: "Node calls", exact: true })).toHaveAttribute("aria-current", "page");

  await views.getByRole("button", { name: "All", exact: true }).click();
  await expect(page).not.toHaveURL(/sdk=/);
  await views.getByRole("button", { name: "Node calls", exact: true }).click();
  await expect(page).toHaveURL(/sdk=node.*sort=-turns/);

  const act = async (name: string) => {
    await views.getByRole("button", { name: /^View / }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await act("Rename…");
  await page.getByRole("textbox", { name: "Name" }).fill("Calls by Node");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(views.getByRole("button", { name: "Calls by Node", exact: true })).toBeVisible();
  await filter(page, "Status").click();
  await choice(page, /^Ended/).check();
  await page.keyboard.press("Escape");
  await expect(views.getByText("changed")).toBeVisible();
  await act("Save changes");
  await expect(views.getByText("changed")).toHaveCount(0);
  await act("Open first");
  await expect(views.getByLabel("opens first")).toBeVisible();

  const colleague = await browser.newContext({ storageState: await page.context().storageState() });
  const other = await colleague.newPage();
  await other.goto("/p/default/sessions");
  await expect(other).toHaveURL(/sdk=node.*status=|status=.*sdk=node/);
  await colleague.close();

  await act("Delete view");
  await expect(views.getByRole("button", { name: "Calls by Node", exact: true })).toHaveCount(0);
});

test("keys go from row to row, pick, search and open", async ({ page }) => {
  await open(page);
  const ids = await idsOf(page);
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.sessionId);
  await page.keyboard.press("j");
  expect(await focused()).toBe(ids[0]);
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  expect(await focused()).toBe(ids[2]);
  await page.keyboard.press("k");
  expect(await focused()).toBe(ids[1]);
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await expect(page.getByText("3 sessions selected")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("sessions selected")).toHaveCount(0);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search sessions" })).toBeFocused();
  // Keys sleep while somebody types.
  await page.keyboard.type("jx");
  await expect(page.getByText("sessions selected")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await rows(page).first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/sessions/${ids[0]}`));
});

test("picked rows, a span with Shift or all of a filter go into a file", async ({ page }) => {
  await open(page);
  const ids = await idsOf(page);
  const boxes = page.getByRole("checkbox", { name: /^Select (?!all)/ });
  await boxes.nth(1).click();
  await boxes.nth(3).click({ modifiers: ["Shift"] });
  const bar = page.getByRole("region", { name: "Selected sessions" });
  await expect(bar).toContainText("3 sessions selected");
  const save = async (from: ReturnType<typeof page.getByRole>, format: RegExp) => {
    await from.click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: format }).click(),
    ]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
  };
  const lines = await save(bar.getByRole("button", { name: /Export/ }), /NDJSON/);
  expect(lines.name).toMatch(/^sessions-.*\.ndjson$/);
  const saved = lines.text.trim().split("\n");
  expect(saved.map((line) => JSON.parse(line).id)).toEqual(ids.slice(1, 4));

  await page.getByRole("checkbox", { name: "Select all rows" }).click();
  await expect(bar).toContainText(`${ids.length} sessions selected`);
  await page.getByRole("button", { name: "Clear the selection" }).click();
  await expect(bar).toHaveCount(0);

  await page.goto("/p/default/sessions?sdk=node");
  const table = await save(page.getByRole("button", { name: "Export the list" }), /CSV/);
  expect(table.text.trim().split("\r\n")).toHaveLength(1 + (await list("limit=50&sdk=node")).length);
});

test("picked rows are deleted after asking once more", async ({ page }) => {
  const id = await replaySession("python-partial-no-audio-no-logs", { agoMs: 1000 });
  await untilListed(id);
  await open(page, `?q=${id}`);
  await page.getByRole("checkbox", { name: /^Select (?!all)/ }).click();
  const bar = page.getByRole("region", { name: "Selected sessions" });
  await bar.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(rows(page)).toHaveCount(1);
  await bar.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete 1 session" }).click();
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await expect(bar).toHaveCount(0);
  expect((await readApi(`/sessions/${id}`)).status).toBe(404);
});

test("found words are marked, also those of a phrase, and the row opens at that moment", async ({ page }) => {
  await open(page, `?q=${encodeURIComponent('"doctor Okafor"')}`);
  await expect(page.locator("mark").first()).toHaveText(/doctor okafor/i);
  await expect(rows(page).first()).toHaveAttribute("href", /[?&]t=\d/);
});

test("where nothing matches each filter can be let go of", async ({ page }) => {
  await page.goto("/p/default/sessions?sdk=node&tag=no-such-tag&q=okafor");
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await page.getByRole("button", { name: /^Without Tag/ }).click();
  await expect(rows(page).first()).toBeVisible();
  await expect(page).toHaveURL(/sdk=node/);
});

test("what comes while the reader is further down waits behind a count and moves nothing", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 420 });
  await open(page);
  const before = await idsOf(page);
  await page.getByRole("table", { name: "Sessions" }).hover();
  await page.mouse.wheel(0, 200);
  const third = rows(page).nth(5);
  await expect.poll(async () => (await third.boundingBox())?.y ?? 0).toBeLessThan(420);
  const y = (await third.boundingBox())?.y;
  const fresh = await replaySession("python-realtime", { agoMs: 1000 });
  await expect(page.getByRole("button", { name: "1 new" })).toBeVisible();
  expect(await idsOf(page)).toEqual(before);
  expect((await third.boundingBox())?.y).toBe(y);
  await page.getByRole("button", { name: "1 new" }).click();
  await expect(rows(page).first()).toHaveAttribute("data-session-id", fresh);
});

test("the list says that it could not be read, and tries again", async ({ page }) => {
  await page.route(/\/api\/v1\/sessions\?/, (route) => route.abort());
  await page.goto("/p/default/sessions");
  await expect(page.getByRole("heading", { name: "The sessions could not be read" })).toBeVisible({ timeout: 30_000 });
  await page.unroute(/\/api\/v1\/sessions\?/);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(rows(page).first()).toBeVisible();
});

for (const [width, colorScheme] of [
  [1440, "light"],
  [390, "dark"],
] as const) {
  test(`with a search, picked rows and an open menu it is accessible and fits, ${colorScheme} ${width}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await open(page, "?q=okafor&sdk=node");
    await page
      .getByRole("checkbox", { name: /^Select (?!all)/ })
      .first()
      .click();
    await filter(page, "Agent").click();
    await expect(page.getByRole("dialog")).toBeVisible();
    const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflowPx).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
}
