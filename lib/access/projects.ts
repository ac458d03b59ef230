import { config } from "@/lib/config";
import type { KeyScope } from "@/lib/model/scope";
import { listProjectIds, loadKey, loadSendingKey } from "@/lib/query/keys";
import { saveKey } from "@/lib/store/keys";
import { saveFirstProject } from "@/lib/store/projects";
import { proveScope } from "./scopes";
import { decryptSecret, encryptSecret, randomText } from "./secrets";

const ALL_SCOPES: KeyScope[] = ["ingest", "read", "admin"];

export interface FirstProject {
  projectId: string;
  slug: string;
  apiKey: string;
  apiSecret: string;
}

/**
 * Makes the first project with its key pair when there is none, and answers the pair that an agent should use. The pair
 * is `EARSHOT_INIT_API_KEY` with `EARSHOT_INIT_API_SECRET` when they are set (also on an installation that already has
 * another pair), else a generated one in LiveKit's form. Safe to call at every start, by several processes at once.
 */
export async function ensureFirstProject(): Promise<FirstProject> {
  const { initApiKey, initApiSecret } = config();
  const given = initApiKey && initApiSecret ? { apiKey: initApiKey, apiSecret: initApiSecret } : null;
  const pair = given ?? { apiKey: `API${randomText(12)}`, apiSecret: randomText(43) };
  await saveFirstProject({
    id: `prj_${randomText(14)}`,
    slug: "default",
    name: "Default",
    key: { id: pair.apiKey, secretEncrypted: encryptSecret(pair.apiSecret), scopes: ALL_SCOPES },
  });
  const [project] = await listProjectIds();
  if (!project) throw new Error("the first project was saved and is not there");
  if (given) await ensureGivenPair(project.id, given);
  return { projectId: project.id, slug: project.slug, ...(given ?? (await agentPair(project.id))) };
}

/** The pair for an agent's environment: the oldest of the project that may send. Null when every pair was revoked. */
export async function loadAgentPair(projectId: string): Promise<{ apiKey: string; apiSecret: string } | null> {
  const key = await loadSendingKey(projectId);
  return key && { apiKey: key.keyId, apiSecret: decryptSecret(key.secretEncrypted) };
}

async function agentPair(projectId: string): Promise<{ apiKey: string; apiSecret: string }> {
  return (await loadAgentPair(projectId)) ?? { apiKey: "", apiSecret: "" };
}

async function ensureGivenPair(projectId: string, given: { apiKey: string; apiSecret: string }): Promise<void> {
  const stored = await loadKey(given.apiKey);
  if (stored && stored.projectId === projectId && decryptSecret(stored.secretEncrypted) === given.apiSecret) return;
  const key = { id: given.apiKey, secretEncrypted: encryptSecret(given.apiSecret), scopes: ALL_SCOPES };
  const isSaved = await saveKey(proveScope(projectId), key);
  if (!isSaved) throw new Error(`EARSHOT_INIT_API_KEY ${given.apiKey} belongs to another project.`);
}
