import { randomUUID } from "node:crypto";
import { castHour } from "@/bench/hour";
import { loadCapture } from "@/replay/captures";
import { playCapture } from "@/replay/play";
import { openSender } from "@/replay/send";
import { apiKey, apiSecret, url } from "./product";

/** Replays a capture as a new session and answers with its id; at speed Infinity everything is sent at once. */
export async function replaySession(name: string, how: { speed?: number; agoMs?: number } = {}): Promise<string> {
  const sender = openSender({ url, apiKey, apiSecret });
  try {
    const speed = how.speed ?? Number.POSITIVE_INFINITY;
    const [id] = await playCapture(loadCapture(name), sender, { seed: randomUUID(), speed, agoMs: how.agoMs ?? 5000 });
    if (!id) throw new Error(`${name} has no job`);
    return id;
  } finally {
    sender.close();
  }
}

/** Sends a call that lasts as long as so many spans take (10,000: an hour and a half), all at once, and answers with its id. */
export async function sendHour(spans: number, { hasAudio = false } = {}): Promise<string> {
  const sender = openSender({ url, apiKey, apiSecret });
  try {
    const session = castHour({ spans, agoSeconds: 60, hasAudio });
    for (const request of session.requests) {
      const { status, text } = await sender.send(request);
      if (status >= 300) throw new Error(`${request.path} was answered ${status}: ${text}`);
    }
    return session.id;
  } finally {
    sender.close();
  }
}

/** Asks the API as a script would. */
export async function readApi(path: string): Promise<Response> {
  return fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${apiKey}:${apiSecret}` } });
}

/** Waits until a session is digested: its list row says how it ended. */
export async function untilListed(id: string): Promise<void> {
  const endMs = Date.now() + 30_000;
  while (Date.now() < endMs) {
    const answer = await readApi(`/sessions/${id}/timeline`);
    if (answer.ok) {
      const { session } = await answer.json();
      if (session.status !== "live") return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${id} did not end in time`);
}
