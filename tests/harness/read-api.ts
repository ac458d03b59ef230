import { digestDue } from "@/background/digests";
import { proveScope } from "@/lib/access/scopes";
import { packPeaks } from "@/lib/audio/peaks";
import { readSound } from "@/lib/audio/read-sound";
import { packActivity } from "@/lib/audio/recorded-activity";
import { openRecordingFile } from "@/lib/query/recording-file";
import { saveRecordingPeaks } from "@/lib/store/peaks";
import { claimRecordings, saveRecordingFacts } from "@/lib/store/recordings";
import { DEV_PAIR, openTestDatabase, type TestDatabase } from "./database";
import { routeTable } from "./routes";
import { replay } from "./senders";
import { startServer, type TestServer } from "./server";

/** Job ids of the captures, read off their decoded files. */
export const JOBS = {
  "python-clinic": "AJ_xZXBwwyJ42fT",
  "python-realtime": "AJ_L3AYF7HnakyT",
  "node-clinic": "AJ_NqRHtt5xdg4h",
} as const;

export interface ReadApi {
  database: TestDatabase;
  server: TestServer;
  /** GET with the project's key; `path` begins behind the host. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  getJson<T>(path: string): Promise<T>;
  replay(capture: string): Promise<void>;
  /** Does the background's digests until nothing is due. */
  digest(sessionIds: string[]): Promise<void>;
  /** Reads all waiting recordings, in this thread. */
  readRecordings(): Promise<void>;
  close(): Promise<void>;
}

/** Every route on a server with a database of its own, and the background's work on demand. */
export async function openReadApi(settings: Record<string, string> = {}): Promise<ReadApi> {
  const database = await openTestDatabase(settings);
  const server = await startServer(await routeTable());
  const authorization = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { headers: { authorization, ...headers } });
  const getJson = async <T>(path: string): Promise<T> => {
    const answer = await get(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    database,
    server,
    get,
    getJson,
    replay: async (capture) => {
      const statuses = await replay(server.url, capture);
      if (statuses.some((status) => status !== 200)) throw new Error(`${capture} was answered ${statuses.join(" ")}`);
    },
    digest: (sessionIds) => digestUntil(getJson, sessionIds),
    readRecordings,
    close: async () => {
      await server.close();
      await database.close();
    },
  };
}

/** A digest waits a moment for what belongs together (`journal/activity.ts`), so this asks until it is done. */
async function digestUntil(getJson: ReadApi["getJson"], sessionIds: string[]): Promise<void> {
  for (let left = 100; left > 0; left -= 1) {
    await digestDue();
    const { sessions } = await getJson<{ sessions: { id: string; status: string }[] }>("/api/v1/sessions?limit=200");
    const done = new Set(sessions.filter((session) => session.status !== "live").map((session) => session.id));
    if (sessionIds.every((id) => done.has(id))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not digested: ${sessionIds.join(", ")}`);
}

async function readRecordings(): Promise<void> {
  for (const claimed of await claimRecordings(100, new Date())) {
    const scope = proveScope(claimed.projectId);
    const { peaks, activity, durationMs } = await readSound(await openRecordingFile(scope, claimed));
    const peaksBlobKey = await saveRecordingPeaks(scope, claimed, packPeaks(peaks));
    await saveRecordingFacts(scope, claimed, { durationMs, peaksBlobKey, activity: packActivity(activity) });
  }
}
