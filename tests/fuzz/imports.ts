import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { jobIdsOf, loadCapture } from "@/replay/captures";
import { agentAuthorization } from "@/replay/sign";
import { mutate, type Random, type Sample } from "../harness/mutations";
import { filesOfZip, zipOf } from "../harness/zips";
import type { openHttpFuzz } from "./http";

type Server = Awaited<ReturnType<typeof openHttpFuzz>>;

const CAPTURES = ["python-clinic", "node-clinic", "python-record-false"];
const STATUSES = new Set([201, 400, 413]);
const ANSWER_MS_MAX = 30_000;
const WORDS_LENGTH_MIN = 30;

/** A downloaded session, and its files. */
interface Download {
  zip: Buffer;
  files: Map<string, Buffer>;
}

/** Sends captures and downloads their sessions: what is mutated then. */
export async function downloadsOf({ url, authorization }: Server): Promise<Download[]> {
  const [apiKey = "", apiSecret = ""] = authorization.slice("Bearer ".length).split(":");
  const downloads: Download[] = [];
  for (const capture of CAPTURES.map(loadCapture)) {
    for (const request of capture.requests.filter(({ path }) => !path.endsWith("/webhook"))) {
      const headers = {
        ...Object.fromEntries(["content-type", "content-encoding"].map((name) => [name, request.headers[name] ?? ""])),
        authorization: agentAuthorization({ url: "", apiKey, apiSecret }, Date.now() / 1000),
      };
      await fetch(`${url}${request.path}`, { method: "POST", headers, body: new Uint8Array(request.body) });
    }
    for (const id of jobIdsOf(capture)) {
      const answer = await fetch(`${url}/api/v1/sessions/${id}/download`, { headers: { authorization } });
      if (answer.status !== 200) continue;
      const zip = Buffer.from(await answer.arrayBuffer());
      downloads.push({ zip, files: filesOfZip(zip) });
    }
  }
  if (downloads.length < 2) throw new Error("nothing to mutate: the captures made no sessions");
  return downloads;
}

/**
 * Imports one mutated zip and answers the status. Throws when it is none that an import has, a refusal is without words, an upload
 * stays, or what was taken cannot be shown.
 */
export async function importMutated(server: Server, downloads: Download[], random: Random): Promise<number> {
  const download = downloads[Math.floor(random() * downloads.length)] as Download;
  const { body, how } = random() < 0.5 ? bytesOf(download.zip, random) : await insideOf(download, random);
  const headers = { authorization: server.authorization, "content-type": "application/zip" };
  const answer = await fetch(`${server.url}/api/v1/sessions/import`, {
    ...{ method: "POST", headers, body: new Uint8Array(body) },
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  const text = await answer.text();
  if (!STATUSES.has(answer.status)) throw new Error(`a zip (${how}) was answered ${answer.status}: ${text}`);
  const said = JSON.parse(text) as { sessionId?: string; error?: { message: string } };
  if (answer.status === 201) await show(server, said.sessionId ?? "", how);
  else if ((said.error?.message ?? "").length < WORDS_LENGTH_MIN) throw new Error(`${text} (${how}) says too little`);
  const uploads = readdirSync(join(server.dataDir, "imports"));
  if (uploads.length > 0) throw new Error(`${uploads.join(", ")} stayed (${how})`);
  return answer.status;
}

async function show({ url, authorization }: Server, sessionId: string, how: string): Promise<void> {
  const path = `/api/v1/sessions/${encodeURIComponent(sessionId)}/timeline`;
  const shown = await fetch(`${url}${path}`, {
    headers: { authorization },
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  if (shown.status === 200) return void (await shown.arrayBuffer());
  throw new Error(`an imported session (${how}) is shown as ${shown.status}: ${await shown.text()}`);
}

/** Damaged as a transport or an editor would. */
function bytesOf(zip: Buffer, random: Random): { body: Buffer; how: string } {
  const sample: Sample = { signal: "recordings", contentType: "application/zip", body: Buffer.from(zip) };
  // The directory at the end is a small part, and the one that leads.
  if (random() < 0.5) return mutate(sample, random, [sample]);
  const from = Math.max(0, zip.length - 4_000);
  const { body, how } = mutate({ ...sample, body: Buffer.from(zip.subarray(from)) }, random, [sample]);
  return { body: Buffer.concat([zip.subarray(0, from), body]), how: `directory: ${how}` };
}

/** One file changed by somebody who knows the layout, and packed again with the right sums. */
async function insideOf({ files }: Download, random: Random): Promise<{ body: Buffer; how: string }> {
  const names = [...files.keys()].filter((name) => name.startsWith("journal/"));
  const name = random() < 0.3 ? "journal/index.json" : (names[Math.floor(random() * names.length)] ?? "");
  const content = files.get(name) ?? Buffer.alloc(0);
  const isGzip = name.endsWith(".gz");
  const isJson = name.includes(".json");
  const sample: Sample = {
    signal: "traces",
    contentType: isJson ? "application/json" : "application/x-protobuf",
    body: isGzip ? gunzipSync(content) : Buffer.from(content),
  };
  const { body, how } = mutate(sample, random, [sample]);
  const changed = new Map(files).set(name, isGzip ? gzipSync(body) : body);
  return { body: await zipOf(changed), how: `${name}: ${how}` };
}
