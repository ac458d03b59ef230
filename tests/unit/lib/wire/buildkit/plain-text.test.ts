import { describe, expect, it } from "vitest";
import { decodeBuildStatus } from "@/lib/wire/buildkit/decode-status";
import { failureIn, PlainText } from "@/lib/wire/buildkit/plain-text";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, 0) + seconds * 1000).toISOString();
const base64 = (text: string) => Buffer.from(text).toString("base64");
const line = (status: object) => JSON.stringify(status);

function textOf(lines: string[]): string[] {
  const text = new PlainText();
  return [...lines.flatMap((one) => text.next(one)), ...text.rest()];
}

describe("statuses of BuildKit", () => {
  it("become the plain output: a head, what was printed with its seconds, how it ended", () => {
    const lines = textOf([
      line({ vertexes: [{ digest: "sha256:a", name: "[1/2] FROM python:3.11", started: at(0) }] }),
      line({
        vertexes: [
          { digest: "sha256:a", name: "[1/2] FROM python:3.11", started: at(0), completed: at(0.4), cached: true },
        ],
      }),
      line({ vertexes: [{ digest: "sha256:b", name: "[2/2] RUN pip install\n  -r x.txt", started: at(1) }] }),
      line({ logs: [{ vertex: "sha256:b", stream: 1, data: base64("Collecting numpy\nDownl"), timestamp: at(1.84) }] }),
      line({ logs: [{ vertex: "sha256:b", stream: 2, data: base64("oading\r\n"), timestamp: at(2.5) }] }),
      line({ statuses: [{ id: "sha256:c", vertex: "sha256:b", current: 5, total: 9, timestamp: at(2.6) }] }),
      line({ vertexes: [{ digest: "sha256:b", name: "[2/2] RUN pip install", started: at(1), completed: at(13.25) }] }),
    ]);
    expect(lines).toEqual([
      ...["#1 [1/2] FROM python:3.11", "#1 CACHED", "", "#2 [2/2] RUN pip install -r x.txt", "#2 0.8 Collecting numpy"],
      ...["#2 1.5 Downloading", "#2 DONE 12.3s"],
    ]);
  });

  it("say whose lines follow when steps run side by side, and an error in its step", () => {
    const lines = textOf([
      line({ vertexes: ["x", "y"].map((digest) => ({ digest, name: `step ${digest}`, started: at(0) })) }),
      line({ logs: [{ vertex: "x", data: base64("one\n"), timestamp: at(1) }] }),
      line({ logs: [{ vertex: "y", data: base64("half a line"), timestamp: at(1) }] }),
      line({ vertexes: [{ digest: "y", name: "step y", started: at(0), completed: at(2), error: "exit code: 1" }] }),
    ]);
    expect(lines).toEqual([
      ...["#1 step x", "", "#2 step y", "", "#1 step x", "#1 1.0 one", "", "#2 step y", "#2 half a line"],
      "#2 ERROR: exit code: 1",
    ]);
  });

  it("tell when the build began and ended, by the steps' own times", () => {
    const text = new PlainText();
    text.next(line({ vertexes: [{ digest: "b", name: "b", started: at(3), completed: at(9) }] }));
    text.next(line({ vertexes: [{ digest: "a", name: "a", started: at(1), completed: at(4) }] }));
    expect([text.startedMs, text.endedMs]).toEqual([Date.parse(at(1)), Date.parse(at(9))]);
  });

  it("take a time of year 1 for none, as Go writes it", () => {
    expect(
      decodeBuildStatus('{"vertexes":[{"digest":"a","name":"a","started":"0001-01-01T00:00:00Z"}]}')?.vertexes,
    ).toEqual([{ digest: "a", name: "a", startedMs: null, completedMs: null, isCached: false, error: null }]);
  });

  it.each(["#5 DONE 1.0s", '{"level":30,"msg":"hi"}', '{"logs":"many"}', "{broken", "[]", "{}"])(
    "leave %s as it is",
    (other) => expect(textOf([other])).toEqual([other]),
  );
});

describe("a failure", () => {
  it.each([
    ["BUILD ERROR: out of disk", "out of disk"],
    ["ERROR: failed to solve: exit code: 1", "failed to solve: exit code: 1"],
    ["\u001b[31mERROR: failed to build: x\u001b[0m", "failed to build: x"],
  ])("is read off %s", (text, words) => expect(failureIn(text)).toBe(words));

  it.each(["#5 ERROR: failed to x", "npm ERROR: failed", "ERROR: test 5 of the suite", "no BUILD ERROR: here"])(
    "is not read into %s",
    (text) => expect(failureIn(text)).toBeNull(),
  );
});
