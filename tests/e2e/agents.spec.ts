import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { apiKey, apiSecret, url } from "./product";
import { replaySession } from "./senders";

// What a person does with his agents: see what runs, why something does not, what a build printed, and whom a process served.

const run = Math.random().toString(36).slice(2, 8);
const AGENT = `front desk/${run}`;
const authorization = `Bearer ${apiKey}:${apiSecret}`;
const worker = (name: string) => `${name}-${run}`;
const pageOf = (path: string) => `/p/default/agents/${path}`;

async function post(path: string, contentType: string, body: string): Promise<void> {
  const headers = { authorization, "content-type": contentType };
  const answer = await fetch(`${url}${path}`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

function print(id: string, records: object[], facts: object = {}): Promise<void> {
  const times = { startedAt: Date.now() - 60_000, sentAt: Date.now() };
  const told = { agent: AGENT, deployment: "v2", host: `host-${run}`, pid: 42, sender: "earshot-sidecar/1.0" };
  const head = { type: "worker", id, ...told, ...times, ...facts };
  const body = [head, ...records].map((record) => `${JSON.stringify(record)}\n`).join("");
  return post("/api/v1/runtime-lines", "application/x-ndjson", body);
}

const line = (seq: number, raw: string) => ({ type: "line", seq, at: Date.now(), stream: "stdout", raw });

const said = (message: string, fields: object = {}) =>
  JSON.stringify({ message, level: "INFO", name: "livekit.agents", ...fields });

function sendBuild(version: string, log: string, fields: Record<string, string> = {}): Promise<void> {
  const path = `/api/v1/agents/${encodeURIComponent(AGENT)}/deployments/${version}/build-log`;
  return post(`${path}?${new URLSearchParams(fields)}`, "text/plain", log);
}

const STEP = "\u001b[32mCollecting\u001b[0m package";
const LONG = `#1 [internal] load build definition\n#1 DONE 0.1s\n\n#2 [1/2] RUN pip install\n${Array.from(
  { length: 80 },
  (_, n) => `#2 ${n}.0 ${STEP} ${n}`,
).join("\n")}\n#2 DONE 81.0s\n`;
const FAILED = `${LONG}\n#3 [2/2] RUN make\n#3 1.0 no rule to make it\n#3 ERROR: exit code: 2\nERROR: failed to solve: exit code: 2\n`;

test.beforeAll(async () => {
  const registered = (seq: number, id: string) => line(seq, said("registered worker", { id }));
  const ready = line(3, "\u001b[36mready\u001b[0m for calls");
  await print(worker("runs"), [registered(1, `AW_before${run}`), registered(2, `AW_${run}`), ready]);
  const text = "Exited with code 3 after 4 s.";
  const exited = { type: "event", seq: 2, at: Date.now(), event: "exited", code: 3, text };
  await print(worker("fell"), [line(1, "booting"), exited], { deployment: "v1", startedAt: Date.now() - 600_000 });
  await sendBuild("v2", LONG, {
    commit: "4f1c2ab",
    by: "ci",
    startedAt: "2026-11-21T12:00:00Z",
    endedAt: "2026-11-21T12:01:30Z",
  });
  await sendBuild("v3", FAILED);
});

test("the list leads to an agent with its workers and its deployments, and back", async ({ page }) => {
  await page.goto("/p/default/sessions");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Agents" }).click();
  await expect(page.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();
  await page.getByRole("table", { name: "Agents" }).getByRole("link", { name: AGENT }).click();
  await expect(page.getByRole("heading", { name: AGENT, level: 1 })).toBeVisible();

  const workers = page.getByRole("table", { name: "Workers" });
  await expect(workers.getByRole("row").filter({ hasText: worker("runs") })).toContainText("running");
  await expect(workers.getByRole("row").filter({ hasText: worker("fell") })).toContainText("crashed 3");
  const deployments = page.getByRole("table", { name: "Deployments" });
  await expect(deployments.getByRole("row").filter({ hasText: "v2" })).toContainText("current4f1c2ab");
  await expect(deployments.getByRole("row").filter({ hasText: "v3" })).toContainText("not deployed yet");
  await expectAccessible(page);
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Agents" }).click();
  await expectAccessible(page);
});

test("a worker that starts appears without reload, and no row before it leaves its place", async ({ page }) => {
  await page.goto(pageOf(encodeURIComponent(AGENT)));
  const rows = page.getByRole("table", { name: "Workers" }).getByRole("row");
  await expect(rows.filter({ hasText: worker("runs") })).toBeVisible();
  await print(worker("later"), [line(1, "hello")], { startedAt: Date.now() });
  await expect(rows.nth(1)).toContainText(worker("later"));
  await expect(rows.nth(1)).toContainText("starting");
  await expect(rows.nth(2)).toContainText(worker("runs"));
  await expect(rows.last()).toContainText(worker("fell"));
});

test("on a small screen a row is a card: each figure under the name of its column, nothing to the side", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(pageOf(encodeURIComponent(AGENT)));
  const row = page
    .getByRole("table", { name: "Workers" })
    .getByRole("row")
    .filter({ hasText: worker("fell") });
  await expect(row.getByRole("cell").nth(3)).toBeInViewport();
  for (const [index, name] of [
    "Host",
    "Version",
    "State",
    "Uptime",
    "Lines/s",
    "Dropped",
    "Jobs",
    "Last seen",
  ].entries()) {
    const cell = row.getByRole("cell").nth(index + 1);
    const label = await cell.evaluate((td) => getComputedStyle(td, "::before").content);
    expect(label).toBe(`"${name}"`);
    const box = await cell.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  }
});

test("agents that can no longer be asked for stay, and the page says so", async ({ page }) => {
  await page.goto(pageOf(encodeURIComponent(AGENT)));
  const workers = page.getByRole("table", { name: "Workers" });
  await expect(workers).toContainText(worker("runs"));
  await page.route("**/api/v1/agents/**", (route) => route.abort());
  await expect(page.getByText("Not moving: The server does not answer.")).toBeVisible();
  await expect(workers).toContainText(worker("runs"));
  await page.unroute("**/api/v1/agents/**");
  await expect(page.getByText("Not moving")).toBeHidden();
});

test("a build log is folded by steps, searched, and taken along", async ({ page }) => {
  await page.goto(pageOf(encodeURIComponent(AGENT)));
  await page.getByRole("link", { name: "Build log of v2: succeeded" }).click();
  await expect(page.getByRole("heading", { name: "Build of v2" })).toBeVisible();
  await expect(page.getByText("commit 4f1c2ab · by ci")).toBeVisible();
  await expect(page.getByText("took 1:30")).toBeVisible();
  const step = page.getByRole("button", { name: "RUN pip install" });
  await expect(step).toHaveAttribute("aria-expanded", "false");
  await expect(step).toContainText("81.0 s");
  await expect(page.getByText("Collecting package 7", { exact: true })).toBeHidden();
  await step.press("Enter");
  const output = page.getByRole("region", { name: "Output of [1/2] RUN pip install" });
  await expect(output.getByRole("listitem")).toHaveCount(80);
  // A colour of the terminal, not its code.
  await expect(output.getByText("Collecting", { exact: true }).first()).toHaveClass(/text-ok/);
  await expect(output).not.toContainText("[32m");
  await expectAccessible(page);

  await page.getByRole("searchbox", { name: "Search the build log" }).fill("PACKAGE 77");
  await expect(page.getByText("1 line in 1 step")).toBeVisible();
  await expect(output.getByRole("listitem")).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Search the build log" }).fill("nowhere");
  await expect(page.getByText("No line of the log holds these words.")).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe(`build-front_desk_${run}-v2.log`);
});

test("of a build that failed the step that failed is open", async ({ page }) => {
  await page.goto(pageOf(`${encodeURIComponent(AGENT)}/deployments/v3`));
  await expect(page.getByText("failed to solve: exit code: 2", { exact: true })).toBeVisible();
  await expect(page.getByText("no rule to make it")).toBeVisible();
  await expect(page.getByRole("button", { name: "RUN make" })).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("button", { name: "RUN pip install" })).toHaveAttribute("aria-expanded", "false");
});

test("a worker's page has its facts, its newest lines and the other runs of its host", async ({ page }) => {
  await page.goto(pageOf(`workers/${worker("runs")}`));
  const facts = page.getByRole("region", { name: "Facts" });
  await expect(facts).toContainText(`LiveKit idAW_${run}`);
  await expect(facts).toContainText(`Earlier LiveKit idsAW_before${run}`);
  await expect(facts).toContainText(`host-${run}`);
  await expect(page.getByRole("region", { name: "Lines", exact: true })).toContainText("ready for calls");
  await print(worker("runs"), [line(4, "a line that comes while one looks")]);
  await expect(page.getByText("a line that comes while one looks")).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole("table", { name: "Other runs" })
    .getByRole("link", { name: worker("fell") })
    .click();
  await expect(page.getByRole("heading", { name: worker("fell") })).toBeVisible();
  await expect(page.getByText("crashed 3").first()).toBeVisible();
  await page.getByRole("link", { name: "All its lines" }).click();
  await expect(page).toHaveURL(/\/logs\?q=worker/);
});

test("a session leads to the worker that ran it, and the worker to its sessions", async ({ page }) => {
  const job = await replaySession("python-realtime");
  const served = said("received job request", { job_id: job, room: "links", room_id: "RM_links" });
  await print(worker("runs"), [line(5, served)]);
  await page.goto(`/p/default/sessions/${job}`);
  await page.getByRole("button", { name: "About this session" }).click();
  await page.getByRole("link", { name: worker("runs") }).click();
  await expect(page.getByRole("heading", { name: worker("runs") })).toBeVisible();
  const row = page.getByRole("table", { name: "Sessions" }).getByRole("row").filter({ hasText: job });
  await row.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/sessions/${job}`));
});

test("troubles are told in words, from the head of the page", async ({ page }) => {
  await print(worker("ahead"), [line(1, "x")], { sentAt: Date.now() + 3600_000, lastError: "401: no such key." });
  await page.goto(pageOf(encodeURIComponent(AGENT)));
  await page.getByRole("link", { name: /things need a look/ }).click();
  const troubles = page.getByRole("region", { name: "Troubleshooting" });
  await expect(troubles).toBeInViewport();
  await expect(troubles).toContainText(/The clock of .* is 60 min ahead/);
  await expect(troubles).toContainText("401: no such key.");
  await expectAccessible(page);
});

test("what is not there is said in words", async ({ page }) => {
  await page.goto(pageOf("nobody"));
  await expect(page.getByText("This project has no agent nobody")).toBeVisible();
  await page.goto(pageOf("workers/nothing"));
  await expect(page.getByText("This project knows no worker nothing")).toBeVisible();
  await page.goto(pageOf(`${encodeURIComponent(AGENT)}/deployments/v1`));
  await expect(page.getByText("nobody sent one")).toBeVisible();
});
