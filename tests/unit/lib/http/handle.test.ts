import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AppError, type ErrorCode } from "@/lib/errors";
import { route } from "@/lib/http/handle";

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const request = () => new Request("http://host/api/v1/things?q=1");

it.each<[ErrorCode, number]>([
  ["invalid", 400],
  ["unauthenticated", 401],
  ["forbidden", 403],
  ["not-found", 404],
  ["conflict", 409],
  ["too-large", 413],
  ["unsupported", 415],
  ["limited", 429],
  ["unavailable", 503],
])("%s becomes status %i with code and message in JSON", async (code, status) => {
  const get = route(async () => {
    throw new AppError(code, "What happened.");
  });
  const answer = await get(request());
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error: { code, message: "What happened." } });
});

it("says in whole seconds when to come again", async () => {
  const get = route(async () => {
    throw new AppError("unavailable", "Later.", { retryAfterMs: 1200 });
  });
  expect((await get(request())).headers.get("retry-after")).toBe("2");
});

it("a failure of our own is logged with its stack and answered 500 without it", async () => {
  const get = route(async () => {
    throw new Error("secret detail");
  });
  const answer = await get(request());
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret detail");
  expect(lines.join("")).toContain("secret detail");
});

it("each request is one log event with route, status and time", async () => {
  await route(async () => ({ status: 204 }))(request());
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ event: "request", route: "/api/v1/things", status: 204 });
});

it("a busy route logs one of many quick successes, and every failure", async () => {
  let isBad = false;
  const post = route(
    async () => {
      if (isBad) throw new AppError("invalid", "Bad.");
      return { status: 200 };
    },
    { logOneOf: 10 },
  );
  for (let n = 0; n < 14; n += 1) await post(request());
  expect(lines.map((line) => JSON.parse(line).requests)).toEqual([10]);
  isBad = true;
  await post(request());
  expect(JSON.parse(lines[1] ?? "")).toMatchObject({ status: 400, requests: 5, outcome: "invalid" });
});

it("the handler sees path parameters as Next.js decoded them, and streams its answer", async () => {
  const get = route(async (call) => ({ status: 200, body: Readable.from([Buffer.from(call.params.id ?? "")]) }));
  const answer = await get(request(), { params: Promise.resolve({ id: "a %00" }) });
  expect(await answer.text()).toBe("a %00");
});
