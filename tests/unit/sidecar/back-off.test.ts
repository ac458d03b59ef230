import { expect, it } from "vitest";
import { backOffMs, failureOf } from "@/sidecar/back-off";

const later = { kind: "later", retryAfterMs: null } as const;

it("waits twice as long after each failure, half of it by chance, up to half a minute", () => {
  expect([1, 2, 3, 4].map((failures) => backOffMs(failures, later, 0))).toEqual([250, 500, 1000, 2000]);
  expect([1, 2, 3, 4].map((failures) => backOffMs(failures, later, 1))).toEqual([500, 1000, 2000, 4000]);
  expect([backOffMs(50, later, 0), backOffMs(5000, later, 1)]).toEqual([15_000, 30_000]);
});

it("never comes earlier than the server asked, nor all at one moment, and does not believe a week", () => {
  const failure = failureOf(429, "20", 0);
  expect([backOffMs(1, failure, 0), backOffMs(1, failure, 1)]).toEqual([20_000, 22_000]);
  expect(backOffMs(1, failureOf(503, "604800", 0), 0)).toBe(600_000);
});

it("reads both ways to say when: seconds and a date", () => {
  const now = Date.UTC(2026, 0, 1);
  expect(failureOf(503, "Thu, 01 Jan 2026 00:00:07 GMT", now).retryAfterMs).toBe(7000);
  expect(failureOf(503, "7", now).retryAfterMs).toBe(7000);
  expect(failureOf(503, "soon", now).retryAfterMs).toBeNull();
});

it("tries seldom what cannot work before somebody changes something", () => {
  for (const status of [400, 401, 403, 404]) expect(failureOf(status, undefined, 0).kind).toBe("refused");
  for (const status of [408, 429, 500, 502, 503]) expect(failureOf(status, undefined, 0).kind).toBe("later");
  expect(backOffMs(1, failureOf(401, undefined, 0), 0)).toBe(7_500);
  expect(backOffMs(20, failureOf(401, undefined, 0), 1)).toBe(300_000);
});
