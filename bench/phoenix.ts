import { setTimeout as wait } from "node:timers/promises";
import { openConnection } from "./connection";
import { cpuMsOf, type Peer, type Side, type Terms } from "./peer";

const READABLE_MS_MAX = 900_000;

/** It takes traces only. */
export const PHOENIX_TERMS: Terms = { connections: 16, withLogs: false };

/** Arize Phoenix without authentication. It answers before it stores. Source: arize-phoenix 20.26.1, its GraphQL schema. */
export function phoenixOf({ urls: [url = ""], pids }: Peer): Side {
  let before = 0;
  return {
    async connect() {
      before = await countSpans(url);
      const connection = await openConnection({ url, apiKey: "none", apiSecret: "none" });
      return {
        send: (request) => connection.send({ ...request, path: "/v1/traces" }),
        close: () => connection.close(),
      };
    },
    cpuMs: () => cpuMsOf(pids),
    async untilReadable(spans) {
      const endMs = Date.now() + READABLE_MS_MAX;
      while ((await countSpans(url)) < before + spans) {
        if (Date.now() > endMs) throw new Error("Phoenix did not show all spans in time");
        await wait(500);
      }
    },
  };
}

async function countSpans(url: string): Promise<number> {
  const query = "{ projects { edges { node { recordCount } } } }";
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  const { data }: { data: { projects: { edges: { node: { recordCount: number } }[] } } } = await answer.json();
  return data.projects.edges.reduce((sum, { node }) => sum + node.recordCount, 0);
}
