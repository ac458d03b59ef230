import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { decodeTracesJson } from "@/lib/wire/otlp/decode-json";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { capturedRequest } from "../../harness/senders";
import { filesOfZip } from "../../harness/zips";
import { audioOfRequest } from "../../unit/lib/audio/fixtures";

let api: ReadApi;
let files: Map<string, Buffer>;
const path = `/api/v1/sessions/${JOBS["python-clinic"]}`;

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-clinic");
  files = filesOfZip(await download());
});
afterAll(() => api?.close());

async function download(): Promise<Buffer> {
  const answer = await api.get(`${path}/download`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/zip");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[A-Za-z0-9._-]+\.zip"$/);
  return Buffer.from(await answer.arrayBuffer());
}

const text = (name: string) => files.get(name)?.toString("utf8") ?? "";

it("holds every part", () => {
  const names = [...files.keys()].filter((name) => !name.startsWith("journal/"));
  expect(names.sort()).toEqual(
    [
      "README.txt",
      "audio/recording.ogg",
      "logs.ndjson",
      "session.json",
      "traces.json",
      "transcript.json",
      "transcript.txt",
    ].sort(),
  );
  expect(text("README.txt")).toContain(JOBS["python-clinic"]);
});

it("is a zip that other programs read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "earshot-zip-"));
  writeFileSync(join(folder, "session.zip"), await download());
  execFileSync("python3", ["-m", "zipfile", "-e", join(folder, "session.zip"), folder]);
  expect(readFileSync(join(folder, "transcript.txt"), "utf8")).toBe(text("transcript.txt"));
  rmSync(folder, { recursive: true });
});

describe("its parts", () => {
  it("the recording is the file that was sent", () => {
    expect(
      Buffer.compare(files.get("audio/recording.ogg") ?? Buffer.alloc(0), audioOfRequest("python-clinic/044.body")),
    ).toBe(0);
  });

  it("the transcript says who said what, which tool failed and who took over", async () => {
    const timeline = await api.getJson<Timeline>(`${path}/timeline`);
    expect(JSON.parse(text("transcript.json")).items).toEqual(timeline.items);
    const lines = text("transcript.txt").split("\n");
    for (const item of timeline.items.filter((one) => one.kind === "message")) {
      expect(lines.some((line) => line.includes(item.text))).toBe(true);
    }
    expect(lines.filter((line) => line.includes("FAILED: "))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("[interrupted]"))).toHaveLength(1);
    expect(lines.filter((line) => / {2}---- /.test(line))).toHaveLength(1);
  });

  it("the traces are OTLP/JSON that our own decoder reads back, all 174 spans", () => {
    const spans = decodeTracesJson(text("traces.json"));
    expect(spans).toHaveLength(174);
    expect(spans.find((span) => span.name === "llm_node")?.attributes["lk.pii.chat_ctx"]).toBeTypeOf("string");
  });

  it("the logs are one JSON object a line", () => {
    const lines = text("logs.ndjson").trim().split("\n");
    expect(lines).toHaveLength(13);
    expect(lines.map((line) => JSON.parse(line).level)).toContain("error");
  });

  it("the journal is what was sent, byte for byte", () => {
    const { entries: index } = JSON.parse(text("journal/index.json")) as {
      entries: { file: string; signal: string }[];
    };
    expect(index.length).toBe([...files.keys()].filter((name) => name.startsWith("journal/")).length - 1);
    const sent = capturedRequest("python-clinic", "/traces/otlp/v0");
    const kept = index.filter((one) => one.signal === "traces").map((one) => files.get(one.file) ?? Buffer.alloc(0));
    expect(kept.some((bytes) => Buffer.compare(bytes, sent.body) === 0)).toBe(true);
    expect(() => kept.map((bytes) => gunzipSync(bytes))).not.toThrow();
  });
});
