import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadCapture } from "./captures";
import { playCapture } from "./play";
import { openSender, type Sender } from "./send";
import type { Target } from "./sign";

// `npm run demo`: recorded sessions against a running Earshot, some of them past, some of them live while you watch.

const MINUTE_MS = 60_000;
const past: [string, number][] = [
  ["python-1.3.12-clinic", 190 * MINUTE_MS],
  ["python-trouble", 47 * MINUTE_MS],
  ["python-partial-no-audio-no-logs", 12 * MINUTE_MS],
];
const live: [string, number][] = [
  ["python-clinic", 0],
  ["python-realtime", 15_000],
  ["node-clinic", 40_000],
];

const usage = `npm run demo -- [--speed 10] [--stories python-clinic,node-clinic] [--url URL --key KEY --secret SECRET]
Without --url, --key and --secret the pair of a started Earshot is read from .earshot/agent.env (DATA_DIR, if set).`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      speed: { type: "string", default: "1" },
      stories: { type: "string" },
      url: { type: "string" },
      key: { type: "string" },
      secret: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(usage);
  const speed = Number(values.speed);
  if (!(speed > 0)) throw new Error(`--speed ${values.speed}: a number above 0 is needed`);
  const sender = openSender(findTarget(values));
  const chosen = values.stories?.split(",").map((name): [string, number] => [name.trim(), 0]);
  try {
    if (!chosen)
      await Promise.all(past.map(([name, agoMs]) => play(sender, name, { speed: Number.POSITIVE_INFINITY, agoMs })));
    await Promise.all(
      (chosen ?? live).map(([name, waitMs]) => playLater(sender, name, { speed, waitMs: waitMs / speed })),
    );
  } finally {
    sender.close();
  }
}

async function playLater(sender: Sender, name: string, when: { speed: number; waitMs: number }): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, when.waitMs));
  await play(sender, name, { speed: when.speed });
}

async function play(sender: Sender, name: string, when: { speed: number; agoMs?: number }): Promise<void> {
  const capture = loadCapture(name);
  const isLive = Number.isFinite(when.speed);
  const seconds = Math.round((capture.endSeconds - capture.startSeconds) / when.speed);
  if (isLive) console.log(`${name}: live for ${seconds} s`);
  const ids = await playCapture(capture, sender, { seed: randomUUID(), ...when });
  console.log(`${name}: ${isLive ? "ended" : "sent as a session of the past"} (${ids.join(", ")})`);
}

function findTarget(given: { url?: string; key?: string; secret?: string }): Target {
  const file = join(process.env.DATA_DIR ?? ".earshot", "agent.env");
  const known = existsSync(file) ? readEnvironmentFile(file) : {};
  const url = given.url ?? known.LIVEKIT_OBSERVABILITY_URL;
  const apiKey = given.key ?? known.LIVEKIT_API_KEY;
  const apiSecret = given.secret ?? known.LIVEKIT_API_SECRET;
  if (!url || !apiKey || !apiSecret) throw new Error(`No running Earshot is known here: npm start first.\n${usage}`);
  return { url: url.replace(/\/$/, ""), apiKey, apiSecret };
}

function readEnvironmentFile(file: string): Record<string, string> {
  const lines = readFileSync(file, "utf8").matchAll(/^\s*(?:export\s+)?(\w+)=["']?(.*?)["']?\s*$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
