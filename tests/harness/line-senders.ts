import { gzipSync } from "node:zlib";
import type { TextRecord, WorkerRecord } from "@/lib/wire/lines/batch";

/** An agent process as the server sees it: what it prints is posted as its sidecar would. */
export class LineSender {
  readonly worker: string;
  readonly #url: string;
  readonly #pair: { apiKey: string; apiSecret: string };
  #seq = 0;

  constructor(url: string, worker: string, pair: { apiKey: string; apiSecret: string }) {
    this.#url = url;
    this.worker = worker;
    this.#pair = pair;
  }

  /** Posts lines of this moment, or of their own `at`; returns when they are stored. */
  async print(lines: (string | { raw: string; at?: number; stream?: "stdout" | "stderr" })[]): Promise<void> {
    const head: WorkerRecord = {
      ...{ type: "worker", id: this.worker, agent: "receptionist", deployment: "v7", host: "node-1", pid: 7 },
      ...{ startedAt: Date.now() - 60_000, sentAt: Date.now(), sender: "test/1" },
    };
    const records = lines.map((line): TextRecord => {
      const { raw, at = Date.now(), stream = "stdout" } = typeof line === "string" ? { raw: line } : line;
      this.#seq += 1;
      return { type: "line", seq: this.#seq, at, stream, raw };
    });
    const body = gzipSync([head, ...records].map((record) => JSON.stringify(record)).join("\n"));
    const answer = await fetch(`${this.#url}/api/v1/runtime-lines`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${this.#pair.apiKey}:${this.#pair.apiSecret}`,
        "content-type": "application/x-ndjson",
        "content-encoding": "gzip",
      },
      body,
    });
    if (answer.status !== 200) throw new Error(`runtime-lines: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
}
