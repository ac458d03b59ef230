import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { fetchJson, RequestError } from "@/components/ui/fetch-json";

const Answer = z.object({ count: z.number() });
const ANSWERS: Record<string, [number, string]> = {
  "/fine": [200, '{"count":3}'],
  "/other": [200, '{"count":"three"}'],
  "/refused": [404, '{"error":{"code":"not-found","message":"There is no such session."}}'],
  "/proxy": [502, "<h1>Bad gateway</h1>"],
};

let server: Server;
let base = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    const [status, body] = ANSWERS[request.url ?? ""] ?? [500, ""];
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function failureOf(url: string, init?: RequestInit): Promise<RequestError> {
  const error = await fetchJson(Answer, url, init).catch((caught: unknown) => caught);
  if (error instanceof RequestError) return error;
  throw new Error("no RequestError", { cause: error });
}

describe("fetchJson", () => {
  it("gives a parsed answer", async () => {
    expect(await fetchJson(Answer, `${base}/fine`)).toEqual({ count: 3 });
  });
  it("keeps the server's own words about a refusal", async () => {
    expect(await failureOf(`${base}/refused`)).toMatchObject({
      status: 404,
      code: "not-found",
      message: "There is no such session.",
    });
  });
  it("says something useful when a proxy answers in its own way", async () => {
    expect(await failureOf(`${base}/proxy`)).toMatchObject({ status: 502, code: "unknown" });
  });
  it("tells an answer of another shape from a failed request", async () => {
    expect(await failureOf(`${base}/other`)).toMatchObject({ status: 200, code: "unreadable" });
  });
  it("says that nobody answers", async () => {
    expect(await failureOf("http://127.0.0.1:1/")).toMatchObject({ status: 0, code: "unreachable" });
  });
  it("passes an abort on as it is", async () => {
    const error = await fetchJson(Answer, `${base}/fine`, { signal: AbortSignal.abort() }).catch((caught) => caught);
    expect(error).toMatchObject({ name: "AbortError" });
  });
});
