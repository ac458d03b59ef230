import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { apiKey, apiSecret, url } from "./product";
import { replaySession, untilListed } from "./senders";

// Every screen in both themes, narrow and wide; the tests of what one does there have most of them dark and wide. A screen is
// opened once and changed under the eyes of axe, as it is when somebody turns a tablet or the sun sets.

const run = Math.random().toString(36).slice(2, 8);
/** Nothing was made for names of this length, and somebody has them. */
const LONG = `an-agent-with-a-name-of-the-length-that-only-a-generator-gives-in-region-eu-central-1-${run}`;
const WORKER = `worker-${LONG}`;
const BUILD = "#1 [1/2] RUN pip install\n#1 1.0 a line\n#1 DONE 1.1s\n\n#2 [2/2] RUN make\n#2 ERROR: exit code: 2\n";
const authorization = `Bearer ${apiKey}:${apiSecret}`;

let session = "";
let shared = "";

async function post(path: string, contentType: string, body: string): Promise<Response> {
  const answer = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { authorization, "content-type": contentType },
    body,
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

test.beforeAll(async () => {
  session = await replaySession("python-trouble");
  const lines = Array.from({ length: 12 }, (_, index) => ({
    ...{ type: "line", seq: index + 1, at: Date.now() - 60_000 + index, stream: "stdout" },
    raw: JSON.stringify(
      index < 4
        ? { level: "INFO", message: "registered worker", id: `AW_${run}${index}` }
        : {
            level: ["DEBUG", "INFO", "WARNING", "ERROR"][index % 4],
            message: `said ${"long ".repeat(80)}`,
            job_id: session,
          },
    ),
  }));
  const worker = {
    type: "worker",
    id: WORKER,
    agent: LONG,
    deployment: LONG,
    host: LONG,
    pid: 1,
    sender: "earshot-sidecar/1.0",
  };
  const times = { startedAt: Date.now() - 90_000, sentAt: Date.now() + 3_600_000, lastError: "401: no such key." };
  const records = [{ ...worker, ...times }, ...lines].map((record) => `${JSON.stringify(record)}\n`).join("");
  await post("/api/v1/runtime-lines", "application/x-ndjson", records);
  const deployment = `/api/v1/agents/${LONG}/deployments/${LONG}/build-log`;
  await post(`${deployment}?commit=4f1c2ab&by=${LONG}`, "text/plain", BUILD);
  await untilListed(session);
  const made = await post(`/api/v1/sessions/${session}/shares`, "application/json", "{}");
  shared = new URL((await made.json()).url).pathname;
});

/** Each by its address and by what is seen when it is all there. */
const SCREENS: [name: string, path: () => string, ready: (page: Page) => ReturnType<Page["locator"]>][] = [
  ["agents", () => "/p/default/agents", (page) => page.getByRole("region", { name: "Troubleshooting" })],
  ["an agent", () => `/p/default/agents/${LONG}`, (page) => page.getByRole("table", { name: "Deployments" })],
  ["a worker", () => `/p/default/agents/workers/${WORKER}`, (page) => page.getByText("said long").first()],
  ["a build", () => `/p/default/agents/${LONG}/deployments/${LONG}`, (page) => page.getByText("exit code: 2").first()],
  ["logs", () => `/p/default/logs?q=worker:"${WORKER}"`, (page) => page.getByText("said long").first()],
  ["the project", () => "/p/default/settings", (page) => page.getByRole("button", { name: "Save name" })],
  ["retention", () => "/p/default/settings/retention", (page) => page.getByText("No session is held")],
  ["keys", () => "/p/default/settings/keys", (page) => page.getByRole("table", { name: "API keys" })],
  ["members", () => "/p/default/settings/members", (page) => page.getByRole("table", { name: "Members" })],
  ["links", () => "/p/default/settings/shares", (page) => page.getByRole("table", { name: "Shared links" })],
  ["the audit log", () => "/p/default/settings/audit", (page) => page.getByRole("table", { name: "Audit log" })],
  ["the account", () => "/account", (page) => page.getByRole("button", { name: "Log out everywhere" })],
  ["a new project", () => "/new-project", (page) => page.getByRole("button", { name: "Create project" })],
  ["the login", () => "/login", (page) => page.getByRole("button", { name: "Log in", exact: true })],
  ["no such page", () => "/nowhere", (page) => page.getByRole("heading", { name: "This page does not exist" })],
  ["no such session", () => "/p/default/sessions/AJ_none", (page) => page.getByText("There is no such session")],
  [
    "a shared session",
    () => shared,
    (page) => page.getByRole("list", { name: "Timeline" }).getByRole("listitem").first(),
  ],
  ["no such link", () => "/s/none", (page) => page.getByRole("heading", { name: "This link opens nothing" })],
];

for (const [name, path, ready] of SCREENS) {
  test(`axe finds nothing serious and nothing hangs out: ${name}`, async ({ page }) => {
    await page.goto(path());
    await expect(ready(page)).toBeVisible();
    for (const [colorScheme, width] of [
      ["dark", 390],
      ["light", 390],
      ["light", 1440],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
      const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflowPx, `${colorScheme} ${width}`).toBeLessThanOrEqual(0);
      await expectAccessible(page);
    }
  });
}
