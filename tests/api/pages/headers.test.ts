import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ownHosts, preparePage } from "@/lib/http/pages";

const hosts = ownHosts("https://earshot.example.com/base", "127.0.0.1");
/** Answers what Next.js would be given. */
const server = createServer((request, response) => {
  const isOurs = preparePage(request, response, {
    hosts,
    isDevelopment: false,
    publicUrl: "https://earshot.example.com/base",
  });
  response.end(JSON.stringify({ isOurs, nonce: request.headers["x-nonce"] ?? null }));
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());

interface Answer {
  headers: IncomingHttpHeaders;
  body: string;
}

/** fetch() lets one choose neither the Host header nor the sec-fetch ones. */
function ask(headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers }, async (answer) => {
      resolve({ headers: answer.headers, body: (await answer.toArray()).join("") });
    });
    asking.once("error", reject).end();
  });
}

const navigation = { "sec-fetch-mode": "navigate" };

it("a page gets a policy with a nonce that no other page has", async () => {
  const first = await ask(navigation);
  const policy = String(first.headers["content-security-policy"]);
  expect(policy).not.toBe((await ask(navigation)).headers["content-security-policy"]);
  expect(policy).toContain(`script-src 'self' 'nonce-${JSON.parse(first.body).nonce}' 'strict-dynamic';`);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
});

it("what a page loads gets the other headers too", async () => {
  const { headers } = await ask({ "sec-fetch-mode": "cors", accept: "*/*" });
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

it("a foreign name that points to this machine is refused", async () => {
  const foreign = await ask({ ...navigation, host: "evil.example:3311" });
  expect(JSON.parse(foreign.body)).toEqual({ isOurs: false, nonce: null });
  for (const host of ["localhost:1", "[::1]:3311", "earshot.example.com", "x.localhost"]) {
    expect(JSON.parse((await ask({ ...navigation, host })).body)).toMatchObject({ isOurs: true });
  }
});
