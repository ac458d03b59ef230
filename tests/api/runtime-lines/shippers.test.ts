import { afterAll, beforeAll, expect, test } from "vitest";
import * as runtimeLines from "@/app/api/v1/runtime-lines/route";
import { pool } from "@/lib/db";
import { JOIN_WORKER, LINE_COLUMNS, type LineRow, toLine, toStoredLine } from "@/lib/query/line-rows";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { capturedRequest } from "../../harness/senders";
import { postLines } from "../../harness/sent-lines";
import { startServer, type TestServer } from "../../harness/server";
import { saveSessionRows } from "../../harness/session-rows";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({ "/api/v1/runtime-lines": runtimeLines });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

async function stored(worker: string) {
  const { rows } = await pool().query<LineRow>(
    `select ${LINE_COLUMNS} from runtime_line l ${JOIN_WORKER} where l.worker = $1 order by l.id`,
    [worker],
  );
  return rows.map((row) => toLine(toStoredLine(row)));
}

const now = new Date().toISOString();

test("Vector's lines of a Kubernetes pod are those of the pod, the agent and version as its labels say", async () => {
  // As vector.dev shows the output of `kubernetes_logs` (0.50).
  const event = {
    ...{
      file: "/var/log/pods/x/agent/0.log",
      message: '{"message":"entrypoint started","level":"INFO","job_id":"AJ_1"}',
    },
    kubernetes: {
      ...{ container_name: "agent", pod_name: "receptionist-7f9", pod_namespace: "voice", pod_node_name: "node-3" },
      pod_labels: { "app.kubernetes.io/name": "receptionist", "app.kubernetes.io/version": "1.4.2" },
    },
    ...{ source_type: "kubernetes_logs", stream: "stderr", timestamp: now },
  };
  const answer = await postLines(server.url, JSON.stringify([event]), { "content-type": "application/json" });
  expect(await answer.json()).toEqual({ accepted: 1, doubled: 0, dropped: 0, rejected: [] });
  expect(await stored("receptionist-7f9")).toMatchObject([
    {
      ...{ agent: "receptionist", deployment: "1.4.2", host: "node-3", stream: "stderr", level: "info", at: now },
      ...{ message: "entrypoint started", sessionId: "AJ_1", seq: null },
      fields: { source_type: "kubernetes_logs" },
    },
  ]);
});

test("Fluent Bit's lines are those of host and process, or as the address says", async () => {
  // As docs.fluentbit.io shows the output `http` with `format json_lines`.
  const seconds = Date.now() / 1000;
  const lines = [
    { date: seconds, log: "WARNING: disk is slow\n", host: "box-1", pid: 77, level: "warning", service: "concierge" },
    { date: seconds, log: "no names", extra: { a: 1 } },
  ].map((line) => JSON.stringify(line));
  const answer = await fetch(`${server.url}/api/v1/runtime-lines?agent=night-desk&worker=box%202&deployment=v7`, {
    method: "POST",
    headers: { authorization: "Bearer devkey:secret", "content-type": "application/x-ndjson" },
    body: lines.join("\n"),
  });
  expect(await answer.json()).toMatchObject({ accepted: 2 });
  const both = await stored("box-2");
  expect(both[0]).toMatchObject({ agent: "concierge", raw: "WARNING: disk is slow", level: "warn", host: "box-1" });
  expect(both[1]).toMatchObject({ agent: "concierge", raw: "no names", fields: { extra: { a: 1 } }, level: null });
});

test("an object without words is a line as it is", async () => {
  const answer = await postLines(server.url, [{ worker: "w-1", status: 200 }]);
  expect(await answer.json()).toMatchObject({ accepted: 1 });
  expect(await stored("w-1")).toMatchObject([
    { raw: '{"worker":"w-1","status":200}', fields: { worker: "w-1", status: 200 } },
  ]);
});

test("logs of an SDK's OTLP exporter are lines of its service, with level, logger and job", async () => {
  const request = capturedRequest("python-clinic", "/logs/otlp/v0");
  const headers = {
    "content-type": "application/x-protobuf",
    "content-encoding": request.headers["content-encoding"] ?? "",
  };
  const answer = await postLines(server.url, new Uint8Array(request.body), headers);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/x-protobuf");
  expect((await answer.arrayBuffer()).byteLength).toBe(0);
  const { rows } = await pool().query(
    "select id, agent, sender, line_count::int as n from worker where sender = 'otlp'",
  );
  expect(rows).toHaveLength(1);
  const lines = await stored(rows[0].id);
  expect(lines).toHaveLength(rows[0].n);
  expect(lines.some(({ logger, level, sessionId }) => logger && level && sessionId === "AJ_xZXBwwyJ42fT")).toBe(true);
});

test("OTLP in JSON is answered in JSON; who, which version and where come from the resource", async () => {
  const text = (value: string) => ({ stringValue: value });
  const attributes = Object.entries({
    ...{
      "service.name": "receptionist",
      "service.version": "2.0",
      "service.instance.id": "in st/1",
      "host.name": "h-1",
    },
  }).map(([key, value]) => ({ key, value: text(value) }));
  const record = {
    ...{ timeUnixNano: `${Date.now()}000000`, severityNumber: 17, severityText: "ERROR", body: text("it broke\n") },
    attributes: [
      { key: "log.iostream", value: text("stderr") },
      { key: "job_id", value: text("AJ_77") },
      { key: "exception.stacktrace", value: text("Traceback\n  x") },
    ],
  };
  const raw = { observedTimeUnixNano: `${Date.now()}000000`, body: text('{"msg":"hi","level":40}') };
  const scopes = [{ scope: { name: "app.db" }, logRecords: [record, raw] }];
  const body = JSON.stringify({ resourceLogs: [{ resource: { attributes }, scopeLogs: scopes }] });
  const answer = await postLines(server.url, body, { "content-type": "application/json" });
  expect(await answer.json()).toEqual({});
  expect(await stored("in-st-1")).toMatchObject([
    {
      ...{
        agent: "receptionist",
        deployment: "2.0",
        host: "h-1",
        stream: "stderr",
        level: "error",
        sessionId: "AJ_77",
      },
      ...{ message: "it broke", raw: "it broke", logger: "app.db", exception: "Traceback\n  x" },
    },
    { message: "hi", level: "warn", stream: "stdout" },
  ]);
  const empty = await postLines(server.url, "{}", { "content-type": "application/json" });
  expect(await empty.json()).toEqual({});
});

test("a worker that registers again under the same id runs", async () => {
  const line = (message: string) => ({ worker: "w-again", agent: "a", message });
  await postLines(server.url, [line('{"message":"draining worker","level":"INFO","id":"AW_1"}')]);
  const state = async () => (await pool().query("select state, livekit_id from worker where id = 'w-again'")).rows[0];
  expect(await state()).toEqual({ state: "draining", livekit_id: "AW_1" });
  await postLines(server.url, [line('{"message":"registered worker","level":"INFO","id":"AW_2"}')]);
  expect(await state()).toEqual({ state: "running", livekit_id: "AW_2" });
});

test("a worker that registers again and again is found by all ids that it had, with the sessions that name them", async () => {
  const { loadWorker, listWorkers } = await import("@/lib/query/workers");
  const line = (id: string) => ({
    ...{ worker: "w-often", agent: "a" },
    message: `{"message":"registered worker","level":"INFO","id":"${id}"}`,
  });
  // Some in one request, as they come when the server was away.
  await postLines(server.url, [line("AW_a"), line("AW_b"), line("AW_a"), line("AW_c")]);
  await postLines(server.url, [line("AW_d")]);
  const { scope } = database;
  const named = ["AW_a", "AW_b", "AW_d"];
  await saveSessionRows(
    scope,
    named.map((_id, index) => ({ id: `AJ_often_${index}` })),
  );
  for (const [index, id] of named.entries())
    await pool().query("update session set worker_id = $2 where session_id = $1", [`AJ_often_${index}`, id]);
  for (const id of ["w-often", "AW_a", "AW_b", "AW_c", "AW_d"]) {
    const { worker, sessions } = await loadWorker(scope, id);
    expect([worker.id, worker.livekitId]).toEqual(["w-often", "AW_d"]);
    expect(worker.earlierLivekitIds).toEqual(["AW_c", "AW_a", "AW_b"]);
    expect(sessions.map(({ jobId }) => jobId).sort()).toEqual(["AJ_often_0", "AJ_often_1", "AJ_often_2"]);
  }
  const ofSession = async (session: string) => (await listWorkers(scope, { session, limit: 10 })).map(({ id }) => id);
  expect(await ofSession("AJ_often_1")).toEqual(["w-often"]);
  expect(await ofSession("AJ_nobody")).toEqual([]);
  const many = Array.from({ length: 100 }, (_, n) => line(`AW_x${n}`));
  await postLines(server.url, many);
  const { worker } = await loadWorker(scope, "w-often");
  expect(worker.earlierLivekitIds?.length).toBe(60);
  expect(worker.earlierLivekitIds?.[0]).toBe("AW_x98");
});
