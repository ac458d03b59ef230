import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openSender } from "@/replay/send";
import { castHour } from "./hour";

// `node scripts/run.mjs bench/send-hour.ts`: a call of an hour and a half with 10,000 spans, for a running Earshot.

const { values } = parseArgs({ options: { spans: { type: "string", default: "10000" } } });
const file = join(process.env.DATA_DIR ?? ".earshot", "agent.env");
if (!existsSync(file)) throw new Error(`no running Earshot is known here: ${file} is missing`);
const known = Object.fromEntries(
  [...readFileSync(file, "utf8").matchAll(/^\s*(?:export\s+)?(\w+)=["']?(.*?)["']?\s*$/gm)].map(([, name, value]) => [
    name,
    value,
  ]),
);
const sender = openSender({
  url: String(known.LIVEKIT_OBSERVABILITY_URL),
  apiKey: String(known.LIVEKIT_API_KEY),
  apiSecret: String(known.LIVEKIT_API_SECRET),
});
const session = castHour({ spans: Number(values.spans), agoSeconds: 60, hasAudio: true });
for (const request of session.requests) {
  const answer = await sender.send(request);
  if (answer.status >= 300) throw new Error(`${request.path} was answered ${answer.status}: ${answer.text}`);
}
sender.close();
console.log(session.id);
