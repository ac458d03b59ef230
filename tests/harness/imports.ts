import { digestDue } from "@/background/digests";
import { proveScope } from "@/lib/access/scopes";
import { encryptSecret } from "@/lib/access/secrets";
import { pool } from "@/lib/db";
import { saveKey } from "@/lib/store/keys";

/** A second project with a key of its own; answers the `Authorization` of that key. */
export async function makeProject(id: string): Promise<string> {
  await pool().query("insert into project (id, slug, name) values ($1, $1, $1)", [id]);
  const secretEncrypted = encryptSecret("a-secret-of-its-own");
  await saveKey(proveScope(id), { id: `key-${id}`, secretEncrypted, scopes: ["ingest", "read", "admin"] });
  return `Bearer key-${id}:a-secret-of-its-own`;
}

/** Does digests until these sessions have rows. */
export async function digestSessions(projectId: string, sessionIds: string[]): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    await digestDue();
    const { rowCount } = await pool().query(
      "select from session where project_id = $1 and session_id = any ($2::text[])",
      [projectId, sessionIds],
    );
    if (rowCount === new Set(sessionIds).size) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not digested: ${sessionIds.join(", ")}`);
}

/** Sends a zip. */
export function postZip(url: string, authorization: string, zip: Uint8Array): Promise<Response> {
  const headers = { authorization, "content-type": "application/zip" };
  return fetch(`${url}/api/v1/sessions/import`, { method: "POST", headers, body: new Uint8Array(zip) });
}
