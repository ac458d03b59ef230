import { afterAll, beforeAll, expect, it } from "vitest";
import { digestDue } from "@/background/digests";
import { pool } from "@/lib/db";
import { digestSession } from "@/lib/digest/sessions";
import type { Timeline } from "@/lib/model/timeline";
import { toSession } from "@/lib/normalise/sessions";
import { type Capture, jobIdsOf, loadCapture } from "@/replay/captures";
import { makeFreshness } from "@/replay/freshness";
import { type PreparedRequest, rewriteCapture } from "@/replay/rewrite";
import { openSender } from "@/replay/send";
import { randomSequence, shuffled } from "@/tests/unit/lib/normalise/random";
import { captureEntries, entriesOf } from "../../harness/capture-entries";
import { DEV_PAIR } from "../../harness/database";
import { openReadApi, type ReadApi } from "../../harness/read-api";

/** Every capture with a session of its own; the one with two jobs makes two. */
const CAPTURES = [
  ...["python-clinic", "python-trouble", "python-realtime", "node-clinic", "python-1.3.12-clinic"],
  ...["python-partial-no-audio-no-logs", "python-redaction", "python-thread-two-jobs"],
];
const TIMES_EACH = 13;
const SEED = 20_261_121;

let api: ReadApi;
beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

interface Cast {
  capture: Capture;
  jobs: { old: string; fresh: string }[];
  requests: PreparedRequest[];
}

function cast(name: string, index: number): Cast {
  const capture = loadCapture(name);
  const shift = Math.round(Date.now() / 1000 - capture.endSeconds) - 600;
  const fresh = makeFreshness(`crowd ${name} ${index}`, shift, [capture.startSeconds, capture.endSeconds]);
  const jobs = jobIdsOf(capture).map((old) => ({ old, fresh: fresh.id(old) }));
  return { capture, jobs, requests: rewriteCapture(capture, fresh).map(withoutSound) };
}

/** A hundred recordings of two megabytes would only be disk: their upload is tried elsewhere. */
function withoutSound(request: PreparedRequest): PreparedRequest {
  if (!request.path.includes("/recordings/")) return request;
  const mark = request.body.indexOf('name="audio"');
  const head = mark === -1 ? -1 : request.body.indexOf("\r\n\r\n", mark);
  if (head === -1) return request;
  const end = request.body.lastIndexOf("\r\n--");
  const sound = request.body.subarray(head + 4, head + 4 + 2_000);
  return { ...request, body: Buffer.concat([request.body.subarray(0, head + 4), sound, request.body.subarray(end)]) };
}

/** What must not depend on the crowd: all that is counted, said and used. */
function essenceOf({ session, items, spans, logs, evaluations, missing }: Timeline) {
  const { userTurnCount, agentTurnCount, toolCallCount, toolErrorCount, interruptionCount, handoffCount } = session;
  return {
    counts: [userTurnCount, agentTurnCount, toolCallCount, toolErrorCount, interruptionCount, handoffCount],
    ends: [session.status, session.closeReason, session.outcome, session.errorCount, session.durationMs],
    usage: session.usage,
    items: items.map(({ kind, startMs, role, text }) => [kind, Math.round(startMs * 1000), role, text]),
    spans: spans.map(({ name, startMs, durationMs, isError }) => [name, startMs, durationMs, isError]).sort(),
    logs: logs.length,
    evaluations: evaluations.length,
    missing,
  };
}

it("a hundred sessions whose requests come all mixed up, a tenth of them twice, are each as if they had come alone", async () => {
  const crowd = CAPTURES.flatMap((name) => Array.from({ length: TIMES_EACH }, (_, index) => cast(name, index)));
  const alone = CAPTURES.map((name) => cast(name, TIMES_EACH));
  const sender = openSender({ url: api.server.url, ...DEV_PAIR }, 16);
  const send = async (requests: PreparedRequest[]) => {
    const left = [...requests];
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let next = left.pop(); next; next = left.pop()) expect((await sender.send(next)).status).toBe(200);
      }),
    );
  };
  for (const { requests } of alone) for (const request of requests) await send([request]);
  const random = randomSequence(SEED);
  const all = crowd.flatMap(({ requests }) => requests);
  await send(shuffled([...all, ...all.filter(() => random() < 0.1)], random));
  sender.close();

  await pool().query("update activity set first_at = now() - interval '1 hour', last_at = now() - interval '1 hour'");
  while ((await digestDue()).isMore);
  expect(crowd.flatMap(({ jobs }) => jobs).length).toBeGreaterThan(100);
  for (const [place, one] of crowd.entries()) {
    const model = alone[Math.floor(place / TIMES_EACH)] as Cast;
    for (const [index, job] of one.jobs.entries()) {
      const timeline = await api.getJson<Timeline>(`/api/v1/sessions/${job.fresh}/timeline`);
      const expected = await api.getJson<Timeline>(`/api/v1/sessions/${model.jobs[index]?.fresh}/timeline`);
      expect(essenceOf(timeline), `${one.capture.name} ${job.fresh}`).toEqual(essenceOf(expected));
    }
  }
  // And what came alone is what the capture itself says, without server or database.
  // (Of a session whose agent asks for redaction the server keeps less than came.)
  for (const { capture, jobs } of alone.filter(({ capture }) => capture.name !== "python-redaction")) {
    for (const { old, fresh } of jobs) {
      const records = toSession(old, entriesOf(await captureEntries(capture.name), old, null), { nowMs: Date.now() });
      const { userTurnCount, agentTurnCount, toolCallCount } = digestSession(records as never).session;
      const { session } = await api.getJson<Timeline>(`/api/v1/sessions/${fresh}/timeline`);
      expect([session.userTurnCount, session.agentTurnCount, session.toolCallCount]).toEqual([
        ...[userTurnCount, agentTurnCount, toolCallCount],
      ]);
    }
  }
}, 240_000);
