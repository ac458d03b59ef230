import type { Client } from "pg";
import { connectListener } from "@/lib/db";

const RECONNECT_MS = 1_000;

type Wake = () => void;

/**
 * One channel of Postgres' notifications, whose payloads are keys, one a line, or "*" for all. One connection listens for
 * all followers of this process, as long as there are any. Whoever must not miss a thing looks by himself, too.
 */
export class Listener {
  readonly #channel: string;
  readonly #wakes = new Map<string, Set<Wake>>();
  #listening: Promise<Client> | null = null;

  constructor(channel: string) {
    this.#channel = channel;
  }

  /** Calls `wake` whenever one of the keys was told by any process, until the returned function is called. */
  on(keys: string[], wake: Wake): () => void {
    for (const key of keys) {
      const wakes = this.#wakes.get(key) ?? new Set();
      this.#wakes.set(key, wakes.add(wake));
    }
    this.#listen();
    return () => {
      for (const key of keys) {
        const wakes = this.#wakes.get(key);
        wakes?.delete(wake);
        if (wakes?.size === 0) this.#wakes.delete(key);
      }
      if (this.#wakes.size === 0) this.#stop();
    };
  }

  #listen(): void {
    if (this.#listening) return;
    const opening = this.#open();
    this.#listening = opening;
    // The followers' own poll goes on without; the next follower tries again.
    opening.catch(() => {
      if (this.#listening === opening) this.#listening = null;
    });
  }

  async #open(): Promise<Client> {
    const client = await connectListener();
    client.on("notification", (message) => this.#dispatch(message.payload ?? "*"));
    client.on("error", () => {
      this.#listening = null;
      if (this.#wakes.size > 0) setTimeout(() => this.#listen(), RECONNECT_MS).unref();
    });
    await client.query(`listen ${this.#channel}`);
    return client;
  }

  #stop(): void {
    const open = this.#listening;
    this.#listening = null;
    open?.then((client) => client.end()).catch(() => undefined);
  }

  #dispatch(payload: string): void {
    const keys = payload === "*" ? [...this.#wakes.keys()] : payload.split("\n");
    for (const key of keys) for (const wake of this.#wakes.get(key) ?? []) wake();
  }
}
