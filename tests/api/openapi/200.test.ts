import { afterAll, beforeAll, expect, it } from "vitest";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { routePatterns } from "../../harness/routes";

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { parameters: { name: string; in: string; required: boolean }[] }>>;
  components: { schemas: Record<string, { properties: Record<string, unknown> }> };
}

let api: ReadApi;
let document: Document;

beforeAll(async () => {
  api = await openReadApi();
  document = (await (await fetch(`${api.server.url}/api/v1/openapi.json`)).json()) as Document;
});
afterAll(() => api?.close());

it("describes exactly the routes that exist, with their methods", async () => {
  const patterns = routePatterns();
  const described = Object.entries(document.paths).map(([path, methods]) => [
    path.replaceAll("{", "[").replaceAll("}", "]"),
    Object.keys(methods)
      .map((method) => method.toUpperCase())
      .sort(),
  ]);
  const existing = await Promise.all(
    patterns.map(async (pattern) => {
      const module: object = await import(/* @vite-ignore */ `${process.cwd()}/app${pattern}/route.ts`);
      const methods = Object.keys(module).filter((name) => /^[A-Z]+$/.test(name));
      return [pattern, methods.sort()];
    }),
  );
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(existing));
});

it("names every path parameter and takes query parameters from the schemas that handlers check", () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    for (const operation of Object.values(methods)) {
      const named = operation.parameters.filter((one) => one.in === "path").map((one) => one.name);
      expect(named.sort()).toEqual(inPath.sort());
    }
  }
  const list = document.paths["/api/v1/sessions"]?.get?.parameters.map((one) => one.name);
  expect(list).toEqual([
    ...["q", "agent", "status", "from", "to", "tag", "outcome", "sdk", "hasErrors", "hasRecording"],
    ...["limit", "cursor", "sort", "project"],
  ]);
});

it("holds the shapes of the answers", () => {
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.components.schemas.Session?.properties ?? {})).toContain("latency");
  expect(Object.keys(document.components.schemas.Timeline?.properties ?? {})).toEqual(
    expect.arrayContaining(["session", "recording", "items", "spans", "logs", "evaluations", "participants", "cursor"]),
  );
});
