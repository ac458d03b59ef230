import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { openSender } from "@/replay/send";
import { measureFrames } from "./frames";
import { castHour } from "./hour";

// `CHROMIUM=/usr/bin/chromium node scripts/run.mjs bench/zoom.ts`: sends a call of an hour and a half with 10,000 spans to the
// Earshot whose DATA_DIR this is, opens it, and says what a frame of zooming costs. `--email` and `--password` log in.

const { values } = parseArgs({
  options: {
    spans: { type: "string", default: "10000" },
    rounds: { type: "string", default: "3" },
    email: { type: "string" },
    password: { type: "string" },
  },
});
const WAVEFORM_MS_MAX = 600_000;

function readTarget() {
  const file = join(process.env.DATA_DIR ?? ".earshot", "agent.env");
  if (!existsSync(file)) throw new Error(`no running Earshot is known here: ${file} is missing`);
  const lines = readFileSync(file, "utf8").matchAll(/^\s*(?:export\s+)?(\w+)=["']?(.*?)["']?\s*$/gm);
  const known = Object.fromEntries([...lines].map(([, name, value]) => [name, value ?? ""]));
  const {
    LIVEKIT_OBSERVABILITY_URL: url = "",
    LIVEKIT_API_KEY: apiKey = "",
    LIVEKIT_API_SECRET: apiSecret = "",
  } = known;
  return { url, apiKey, apiSecret };
}

async function sendHour(target: ReturnType<typeof readTarget>): Promise<string> {
  const sender = openSender(target);
  const session = castHour({ spans: Number(values.spans), agoSeconds: 60, hasAudio: true });
  for (const request of session.requests) {
    const answer = await sender.send(request);
    if (answer.status >= 300) throw new Error(`${request.path} was answered ${answer.status}: ${answer.text}`);
  }
  sender.close();
  return session.id;
}

async function openSession(page: Page, url: string, id: string): Promise<void> {
  await page.goto(url);
  if (values.email !== undefined && values.password !== undefined) {
    await page.getByLabel("Email").fill(values.email);
    await page.getByLabel("Password").fill(values.password);
    await page.getByRole("button", { name: "Log in", exact: true }).click();
  }
  await page.locator(`a[href*="${id}"]`).click({ timeout: WAVEFORM_MS_MAX });
  await page.locator("[data-waveform=drawn]").waitFor({ state: "attached", timeout: WAVEFORM_MS_MAX });
}

const target = readTarget();
const id = await sendHour(target);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await openSession(page, target.url, id);
for (let round = 0; round < Number(values.rounds); round += 1) console.log(JSON.stringify(await measureFrames(page)));
await browser.close();
