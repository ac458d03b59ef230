import { expect, it } from "vitest";
import { readTimeSpan } from "@/components/logs/time-span";

const now = new Date(2026, 10, 21, 12, 0, 0);
const read = (words: string) => readTimeSpan(words, now.getTime());
const local = (...parts: [number, number, number, number?, number?]) => new Date(...parts).toISOString();

it("reads two times with a word between them; now leaves the end open", () => {
  expect(read("yesterday 14:00 to now")).toEqual({ ok: true, from: local(2026, 10, 20, 14), to: null });
  expect(read("2026-11-20 10:00 to 2026-11-20 11:30")).toEqual({
    ...{ ok: true, from: local(2026, 10, 20, 10), to: local(2026, 10, 20, 11, 30) },
  });
});

it("lets one time go on until now, and a day of the past be that day", () => {
  expect(read("15m")).toEqual({ ok: true, from: local(2026, 10, 21, 11, 45), to: null });
  expect(read("yesterday")).toEqual({ ok: true, from: local(2026, 10, 20), to: local(2026, 10, 21) });
});

it("says in words what cannot be", () => {
  expect(read("now to yesterday")).toMatchObject({
    ok: false,
    message: expect.stringContaining("after the beginning"),
  });
  expect(read("sometime")).toMatchObject({ ok: false, message: expect.stringContaining("sometime") });
  expect(read("")).toMatchObject({ ok: false });
});
