import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Session } from "@/lib/model/sessions";
import type { Timeline } from "@/lib/model/timeline";
import { type Product, startProduct } from "../harness/product";
import { countsOf, type Delivery, deliver, expectedCounts, prepareSessions } from "./replay";

const CAPTURES = ["python-clinic", "node-clinic", "python-trouble"];
const TIMES_EACH = 2;
/** Seconds, as a rule; what failed once by an accident of the moment is tried again after a minute. */
const CATCH_UP_MS_MAX = 100_000;

let product: Product;
beforeAll(async () => {
  product = await startProduct({ LOG_LEVEL: "warn" });
});
afterAll(() => product?.stop());

/** Everything that was acknowledged is there once: in the journal, in every digest, and every recording has its peaks. */
async function expectWhole({ sendings, acknowledged }: Delivery, entriesBefore: number): Promise<void> {
  const [row] = await product.query<{ count: string }>("select count(*) from journal_entry");
  expect(Number(row?.count) - entriesBefore).toBeGreaterThanOrEqual(acknowledged);
  for (const { sessionId, capture } of sendings) {
    const expected = await expectedCounts(capture.name);
    await expect
      .poll(async () => countsOf(await sessionOf(sessionId)), { timeout: CATCH_UP_MS_MAX, interval: 250 })
      .toEqual(expected);
    await expect
      .poll(async () => (await timelineOf(sessionId)).recording?.peaksUrl ?? "", {
        timeout: CATCH_UP_MS_MAX,
        interval: 250,
      })
      .toMatch(/peaks$/);
  }
}

async function entryCount(): Promise<number> {
  const [row] = await product.query<{ count: string }>("select count(*) from journal_entry");
  return Number(row?.count);
}

/** The list's row: the background process wrote it. */
async function sessionOf(id: string): Promise<Partial<Session>> {
  const { sessions } = await product.getJson<{ sessions: Session[] }>("/api/v1/sessions?limit=200");
  return sessions.find((session) => session.id === id) ?? {};
}

function timelineOf(id: string): Promise<Timeline> {
  return product.getJson(`/api/v1/sessions/${id}/timeline`);
}

/** Kills while the sessions are being sent; the last blow comes when most are. */
async function deliverUnderFire(
  seed: string,
  program: "web" | "background" | "postgres",
  blows: number,
): Promise<Delivery> {
  const delivering = deliver(product, prepareSessions(CAPTURES, TIMES_EACH, seed));
  for (let blow = 0; blow < blows; blow++) {
    await sleep(250);
    await product.kill(program);
    await expect.poll(() => product.pidOf(program), { timeout: 30_000, interval: 20 }).not.toBeNull();
  }
  return delivering;
}

const isLinux = process.platform === "linux";

it.runIf(isLinux)(
  "kill -9 of web during a replay: what it acknowledged is there, what is sent again is there once",
  async () => {
    const before = await entryCount();
    const delivery = await deliverUnderFire("web", "web", 2);
    expect(delivery.unanswered).toBeGreaterThan(0);
    await expectWhole(delivery, before);
  },
);

it.runIf(isLinux)(
  "kill -9 of background in the middle of digests and recordings: others take over, all catches up",
  async () => {
    const before = await entryCount();
    const delivery = await deliverUnderFire("background", "background", 2);
    expect(delivery.unanswered).toBe(0);
    await sleep(2_500);
    await product.kill("background");
    // A dead process's claims are taken over after a minute: let it have passed.
    await product.query("update activity set claimed_at = claimed_at - interval '1 hour' where claimed_at is not null");
    await product.query(
      "update recording set claimed_at = claimed_at - interval '1 hour' where peaks_blob_key is null",
    );
    await expectWhole(delivery, before);
  },
);

it.runIf(isLinux)(
  "kill -9 of PostgreSQL during a replay: 503 with a time to come again, web and background live on, then all is well",
  async () => {
    const before = await entryCount();
    const web = product.pidOf("web");
    const background = product.pidOf("background");
    const delivery = await deliverUnderFire("postgres", "postgres", 2);
    expect(delivery.refused.length + delivery.unanswered).toBeGreaterThan(0);
    for (const { status, text } of delivery.refused) expect([status, text.length > 10]).toEqual([503, true]);
    expect([product.pidOf("web"), product.pidOf("background")]).toEqual([web, background]);
    expect(product.said()).toContain("The database has ended; it starts again.");
    await expectWhole(delivery, before);
  },
);
