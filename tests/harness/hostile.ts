import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { digestDue } from "@/background/digests";
import { pool } from "@/lib/db";
import { Timeline } from "@/lib/model/timeline";
import { openReadApi, type ReadApi } from "./read-api";
import { bearerToken } from "./senders";

// Senders that no SDK is: requests made by hand, and what must be true of the server afterwards.

/** A length-delimited protobuf field, written from protobuf.dev's description and not by our own writer. */
export function field(number: number, content: Uint8Array | string): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** A fixed64 field: a time. */
export function fixed64(number: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = (number << 3) | 1;
  bytes.writeBigUInt64LE(value, 1);
  return bytes;
}

/** A KeyValue with a text, or with an AnyValue given as bytes. */
export function keyValue(key: string | Uint8Array, value: string | { any: Uint8Array }): Buffer {
  return Buffer.concat([field(1, key), field(2, typeof value === "string" ? field(1, value) : value.any)]);
}

/** An export request of one resource and one scope. */
export function requestOf(records: Uint8Array[], scope: Uint8Array = Buffer.alloc(0)): Buffer {
  const group = [field(1, scope), ...records.map((record) => field(2, record))];
  return field(1, field(2, Buffer.concat(group)));
}

/** One Unix ns of now, for times that are plausible. */
export function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

export interface MadeSpan {
  attributes?: Uint8Array[];
  name?: string | Uint8Array;
  startNs?: bigint;
  endNs?: bigint;
  /** Bytes in hex. */
  traceId?: string;
  spanId?: string;
}

/** A Span message, closed and of this moment unless told otherwise. */
export function spanOf(made: MadeSpan): Buffer {
  const startNs = made.startNs ?? nowNs();
  return Buffer.concat([
    field(1, Buffer.from(made.traceId ?? randomBytes(16).toString("hex"), "hex")),
    field(2, Buffer.from(made.spanId ?? randomBytes(8).toString("hex"), "hex")),
    field(5, made.name ?? "made by hand"),
    fixed64(7, startNs),
    fixed64(8, made.endNs ?? startNs + 1_000_000n),
    ...(made.attributes ?? []).map((attribute) => field(9, attribute)),
  ]);
}

/** A new job id, as LiveKit spells them. */
export function newJob(): string {
  return `AJ_${randomBytes(9).toString("base64url").replaceAll(/[-_]/g, "x")}`;
}

export type Signal = "traces" | "logs" | "metrics";

/** Sends bytes as an agent would; `headers` replace what they name, null leaves a header out. */
export function post(
  api: ReadApi,
  signal: Signal | "recordings",
  body: Uint8Array | string,
  headers: Record<string, string | null> = {},
): Promise<Response> {
  const path = signal === "recordings" ? "recordings/v0" : `${signal}/otlp/v0`;
  const all = { authorization: bearerToken(), "content-type": "application/x-protobuf", ...headers };
  return fetch(`${api.server.url}/observability/${path}`, {
    method: "POST",
    headers: Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null),
    body: typeof body === "string" ? body : new Uint8Array(body),
  });
}

/** OTLP/JSON, plain, as Node's logger sends it. */
export function postJson(api: ReadApi, signal: Signal, body: unknown): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return post(api, signal, text, { "content-type": "application/json" });
}

/** A multipart body of the given parts, in their order. */
export function multipart(parts: { head: string; content: Uint8Array | string }[]): { body: Buffer; type: string } {
  const boundary = "made-by-hand-3f1";
  const pieces = parts.flatMap(({ head, content }) => [
    Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
    Buffer.from(content as string),
    Buffer.from("\r\n"),
  ]);
  return {
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

/** The heads of the three parts that SDKs send. */
export const PART = {
  header:
    'Content-Disposition: form-data; name="header"; filename="header.binpb"\r\nContent-Type: application/protobuf',
  chatHistory:
    'Content-Disposition: form-data; name="chat_history"; filename="chat_history.json"\r\nContent-Type: application/json',
  audio: 'Content-Disposition: form-data; name="audio"; filename="recording.ogg"\r\nContent-Type: audio/ogg',
};

/** A `livekit.MetricsRecordingHeader` of a job in a room, with more fields as they are. */
export function recordingHeader(job: string, room = `RM_${job.slice(3)}`, more: Uint8Array[] = []): Buffer {
  return Buffer.concat([field(1, room), field(8, job), ...more]);
}

export function postRecording(api: ReadApi, parts: { head: string; content: Uint8Array | string }[]) {
  const { body, type } = multipart(parts);
  return post(api, "recordings", body, { "content-type": type });
}

/** Lets the background's work be due now, and does it. Answers the sessions whose digest failed. */
export async function digestNow(): Promise<string[]> {
  await pool().query(`update activity set claimed_at = null,
    first_at = first_at - interval '1 hour', last_at = last_at - interval '1 hour'`);
  while ((await digestDue()).isMore);
  const { rows } = await pool().query<{ session_id: string }>(
    "select session_id from activity where claimed_at is not null",
  );
  return rows.map((row) => row.session_id);
}

/** That a session is digested, in the list, and opens: its timeline fits the schema, and its zip can be taken away. */
export async function expectFine(api: ReadApi, sessionId: string): Promise<Timeline> {
  const failed = await digestNow();
  if (failed.includes(sessionId)) throw new Error(`the digest of ${sessionId} failed`);
  const path = `/api/v1/sessions/${encodeURIComponent(sessionId)}`;
  const listed = await api.getJson<{ sessions: { id: string }[] }>("/api/v1/sessions?limit=200");
  if (!listed.sessions.some(({ id }) => id === sessionId)) throw new Error(`${sessionId} is not in the list`);
  await api.getJson(path);
  const timeline = Timeline.parse(await api.getJson(`${path}/timeline`));
  const first = timeline.items[0] ?? timeline.spans[0] ?? timeline.logs[0];
  if (first) await api.getJson(`${path}/records/${encodeURIComponent(first.id)}`);
  const zip = await api.get(`${path}/download`);
  if (zip.status !== 200) throw new Error(`${sessionId} cannot be downloaded: ${zip.status} ${await zip.text()}`);
  await zip.arrayBuffer();
  return timeline;
}

/** All routes on a server of its own, with one good session that must stay as it is. */
export async function openWithNeighbour(settings: Record<string, string> = {}) {
  const api = await openReadApi(settings);
  await api.replay("python-clinic");
  const neighbour = "AJ_xZXBwwyJ42fT";
  const before = JSON.stringify((await expectFine(api, neighbour)).items);
  /** That the neighbour opens and says what it said before. */
  const expectNeighbour = async () => {
    const { items } = await expectFine(api, neighbour);
    if (JSON.stringify(items) !== before) throw new Error("the neighbour's conversation has changed");
  };
  return { api, expectNeighbour };
}

/** Writes bytes to the server's socket as they are; answers all that it says until it hangs up or says nothing for a while. */
export function talk(url: string, pieces: (string | Uint8Array)[], quietMs = 700): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(Number(port), hostname, () => {
      for (const piece of pieces) socket.write(piece);
    });
    const end = () => {
      socket.destroy();
      resolve(said);
    };
    socket.setTimeout(quietMs, end);
    socket.on("data", (data) => {
      said += data.toString("latin1");
    });
    socket.on("close", end).on("error", end);
  });
}

/** Sends chunks without end until the server answers; resolves with its status, words, and how many bytes it took. */
export function pour(
  url: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string; sentBytes: number }> {
  const chunk = Buffer.alloc(64 * 1024, 0x61);
  return new Promise((resolve, reject) => {
    let sentBytes = 0;
    let isAnswered = false;
    const outgoing = httpRequest(`${url}${path}`, { method: "POST", headers }, (incoming) => {
      isAnswered = true;
      let text = "";
      incoming.setEncoding("latin1");
      incoming.on("data", (data) => {
        text += data;
      });
      incoming.on("end", () => {
        resolve({ status: incoming.statusCode ?? 0, text, sentBytes });
        outgoing.destroy();
      });
    });
    outgoing.on("error", (error) => !isAnswered && reject(error));
    const more = () => {
      if (isAnswered) return;
      sentBytes += chunk.length;
      outgoing.write(chunk, () => setImmediate(more));
    };
    more();
  });
}
