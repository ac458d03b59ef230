import { DEV_PAIR } from "../../harness/database";
import { fromOurPage, type TestPerson } from "../../harness/people";
import type { ReadApi } from "../../harness/read-api";

const withKey = {
  authorization: `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`,
  "content-type": "application/json",
};

interface MadeLink {
  id: string;
  url: string;
  token: string;
  expiresAt: string;
}

/** POST …/shares by a person, or by the project's key. */
export function postShare(api: ReadApi, job: string, body: object, person?: TestPerson): Promise<Response> {
  const headers = person ? fromOurPage(api.server.url, person.cookie) : withKey;
  const path = `/api/v1/sessions/${job}/shares`;
  return fetch(`${api.server.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** The same where it must work. */
export async function makeLink(api: ReadApi, job: string, body: object = {}): Promise<MadeLink> {
  const answer = await postShare(api, job, body);
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  const made = (await answer.json()) as Omit<MadeLink, "token">;
  return { ...made, token: made.url.split("/s/")[1] ?? "" };
}

/** DELETE of a link by the project's key. */
export function revoke(api: ReadApi, job: string, shareId: string): Promise<Response> {
  const path = `/api/v1/sessions/${job}/shares/${shareId}`;
  return fetch(`${api.server.url}${path}`, { method: "DELETE", headers: withKey });
}

/** GET with nothing but a link's secret, as the shared page asks. */
export function openWith(api: ReadApi, path: string, token: string): Promise<Response> {
  return fetch(`${api.server.url}${path}${path.includes("?") ? "&" : "?"}share=${token}`);
}
