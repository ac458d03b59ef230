import { setTimeout as sleep } from "node:timers/promises";
import { digestSession } from "@/lib/digest/sessions";
import { toSession } from "@/lib/normalise/sessions";
import { type Capture, jobIdsOf, loadCapture } from "@/replay/captures";
import { makeFreshness } from "@/replay/freshness";
import { type PreparedRequest, rewriteCapture } from "@/replay/rewrite";
import { type Answer, openSender, type Sender } from "@/replay/send";
import { captureEntries } from "../harness/capture-entries";
import type { Product } from "../harness/product";

/** One session being sent by an agent that does not give up. */
interface Sending {
  capture: Capture;
  sessionId: string;
  roomIds: string[];
  requests: PreparedRequest[];
}

export interface Delivery {
  sendings: Sending[];
  /** Requests that were answered 200. */
  acknowledged: number;
  /** Answers that asked to come again, by status. */
  refused: Answer[];
  /** The longest that a request to `/logs` waited for its answer: Node's SDK gives the recording up after ten seconds. */
  slowestLogsMs: number;
  /** Requests that got no answer: the connection was refused, or broke. */
  unanswered: number;
}

const AGAIN_MS = 150;
/** What an agent's job would wait at the very most. */
const GIVE_UP_MS = 90_000;

/** Sessions of these captures, each some times over, with ids of their own and times of now. */
export function prepareSessions(captures: string[], timesEach: number, seed: string): Sending[] {
  return captures.flatMap((name) => {
    const capture = loadCapture(name);
    return Array.from({ length: timesEach }, (_, index) => {
      const shift = Math.round(Date.now() / 1000 - capture.endSeconds);
      const fresh = makeFreshness(`${seed} ${name} ${index}`, shift, [capture.startSeconds, capture.endSeconds]);
      const [job = ""] = jobIdsOf(capture);
      const requests = rewriteCapture(capture, fresh);
      return { capture, sessionId: fresh.id(job), roomIds: [], requests };
    });
  });
}

/** Sends all sessions side by side, each request again and again until it is answered 200. */
export async function deliver(
  product: Pick<Product, "url" | "apiKey" | "apiSecret">,
  sendings: Sending[],
  connectionsMax?: number,
): Promise<Delivery> {
  const sender = openSender(product, connectionsMax);
  const delivery: Delivery = { sendings, acknowledged: 0, refused: [], unanswered: 0, slowestLogsMs: 0 };
  try {
    await Promise.all(sendings.map(({ requests }) => deliverAll(sender, requests, delivery)));
  } finally {
    sender.close();
  }
  return delivery;
}

async function deliverAll(sender: Sender, requests: PreparedRequest[], delivery: Delivery): Promise<void> {
  const untilMs = Date.now() + GIVE_UP_MS;
  for (const request of requests) {
    for (;;) {
      const startMs = performance.now();
      const answer = await sender.send(request).catch(() => null);
      if (request.path.includes("/logs/")) {
        delivery.slowestLogsMs = Math.max(delivery.slowestLogsMs, performance.now() - startMs);
      }
      if (answer?.status === 200) break;
      if (answer && answer.status !== 503) throw new Error(`${request.path}: ${answer.status} ${answer.text}`);
      if (answer) delivery.refused.push(answer);
      else delivery.unanswered += 1;
      if (Date.now() > untilMs) throw new Error(`${request.path} is not taken: ${answer?.text ?? "no answer"}`);
      await sleep(AGAIN_MS);
    }
    delivery.acknowledged += 1;
  }
}

/** What a capture's session counts when nothing happened on the way, worked out without server or database. */
export async function expectedCounts(capture: string): Promise<Record<string, unknown>> {
  const entries = await captureEntries(capture);
  const [job = ""] = jobIdsOf(loadCapture(capture));
  const records = toSession(job, entries, { nowMs: Date.now() });
  if (!records) throw new Error(`${capture} makes no session`);
  return countsOf(digestSession(records).session);
}

const COUNTS = [
  ...["userTurnCount", "agentTurnCount", "toolCallCount", "toolErrorCount", "interruptionCount", "handoffCount"],
  ...["errorCount", "usage", "tags", "outcome", "closeReason", "status"],
];

/** What must be the same, however often its requests came. */
export function countsOf(session: object): Record<string, unknown> {
  const values = session as Record<string, unknown>;
  return Object.fromEntries(COUNTS.map((name) => [name, values[name]]));
}
