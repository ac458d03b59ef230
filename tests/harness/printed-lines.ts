import { DEV_PAIR } from "./database";

/** A worker of a test, as its sidecar names it at the head of a batch. */
export interface PrintingWorker {
  id: string;
  agent?: string;
  deployment?: string;
}

/** What it prints: text of its standard output, or one of the sidecar's records without number and time. */
export type Printed = string | Record<string, unknown>;

const numbers = new Map<string, number>();

/** Sends lines as the sidecar does, numbered on from the worker's last; resolves after the commit. */
export async function printLines(
  url: string,
  worker: PrintingWorker,
  printed: Printed[],
  at = Date.now(),
): Promise<void> {
  const { id, agent = "receptionist", deployment } = worker;
  const head = { type: "worker", id, agent, deployment, host: `host-of-${id}`, pid: 7 };
  const first = numbers.get(id) ?? 1;
  numbers.set(id, first + printed.length);
  const records = printed.map((one, index) => ({
    ...{ type: "line", stream: "stdout", seq: first + index, at: at + index / 1000 },
    ...(typeof one === "string" ? { raw: one } : one),
  }));
  const batch = [{ ...head, startedAt: at - 1000, sentAt: Date.now(), sender: "earshot/test" }, ...records];
  const answer = await fetch(`${url}/api/v1/runtime-lines`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`,
      "content-type": "application/x-ndjson",
    },
    body: batch.map((record) => `${JSON.stringify(record)}\n`).join(""),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`runtime-lines: ${answer.status} ${text}`);
  const { accepted } = JSON.parse(text);
  if (accepted !== printed.length) throw new Error(`runtime-lines took not all ${printed.length}: ${text}`);
}
