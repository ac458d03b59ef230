import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { decodeRecordingHeader } from "@/lib/wire/recordings/decode-header";
import { readRecordingParts } from "@/lib/wire/recordings/read-multipart";
import { captured } from "../captures";

interface Audio {
  type: string;
  bytes: Buffer;
}
const sink = {
  async onAudio(stream: Readable, type: string): Promise<Audio> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return { type, bytes: Buffer.concat(chunks) };
  },
};
const recording = (capture: string) => captured(capture, "/recordings/")[0] as ReturnType<typeof captured>[number];

function inPieces(body: Buffer, size: number): Readable {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) pieces.push(body.subarray(at, at + size));
  return Readable.from(pieces);
}

const TYPE = "multipart/form-data; boundary=cut";
function multipart(...parts: [string, string][]): Buffer {
  const written = parts.map(
    ([name, content]) =>
      `--cut\r\nContent-Length: 3\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: application/json\r\n\r\n${content}\r\n`,
  );
  return Buffer.from(`${written.join("")}--cut--\r\n`);
}

it("a store that fails in the middle of the audio is told as such, not as an upload that broke off", async () => {
  const request = recording("python-clinic");
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
  const reading = readRecordingParts(request.headers["content-type"] as string, Readable.from([request.raw]), {
    onAudio: async (audio) => {
      const disk = new Writable({ write: (_chunk, _encoding, done) => done(full) });
      await pipeline(audio, disk).catch((cause: unknown) => {
        throw new AppError("unavailable", "The disk is full.", { cause });
      });
    },
  });
  await expect(reading).rejects.toMatchObject({ code: "unavailable", message: "The disk is full." });
});

describe("a recordings request", () => {
  it.each(["python-clinic", "node-clinic", "python-1.3.12-clinic"])(
    "gives header, transcript and audio: %s",
    async (capture) => {
      const request = recording(capture);
      for (const size of [1021, 65_536, request.raw.length]) {
        const parts = await readRecordingParts(
          request.headers["content-type"] as string,
          inPieces(request.raw, size),
          sink,
        );
        expect(parts.audio?.type).toBe("audio/ogg");
        // The part is the last one; its bytes are cut out of the body by hand: after its blank line, before the boundary.
        const start = request.raw.indexOf("OggS");
        const end = request.raw.lastIndexOf("\r\n--");
        expect(parts.audio?.bytes.equals(request.raw.subarray(start, end))).toBe(true);
        expect(JSON.parse(parts.chatHistory ?? "").items.length).toBeGreaterThan(15);
        expect(decodeRecordingHeader(parts.header).roomId).toMatch(/^RM_/);
      }
    },
  );

  it("has no audio when audio is not recorded", async () => {
    const request = recording("python-partial-no-audio-no-logs");
    const parts = await readRecordingParts(
      request.headers["content-type"] as string,
      Readable.from([request.raw]),
      sink,
    );
    expect(parts.audio).toBeNull();
    expect(decodeRecordingHeader(parts.header).startNs).toBeNull();
  });

  it("is read in any order of its parts, whatever their Content-Length says, past parts of other names", async () => {
    const body = multipart(
      ["audio", "OggS…sound"],
      ["extra", "?"],
      ["chat_history", '{"items":["ż"]}'],
      ["header", "\n\x04RM_1"],
    );
    const parts = await readRecordingParts(TYPE, inPieces(body, 7), sink);
    expect(parts.audio).toEqual({ type: "audio/ogg", bytes: Buffer.from("OggS…sound") });
    expect(parts.chatHistory).toBe('{"items":["ż"]}');
    expect(decodeRecordingHeader(parts.header).roomId).toBe("RM_1");
  });

  it.each([
    ["without a header", multipart(["chat_history", "{}"])],
    ["with a part twice", multipart(["header", "a"], ["header", "b"])],
    ["with audio twice", multipart(["header", "a"], ["audio", "b"], ["audio", "c"])],
    ["broken off in a part", multipart(["header", "a"], ["audio", "b"]).subarray(0, -14)],
    ["broken off in the part's headers", multipart(["header", "a"]).subarray(0, 20)],
    ["without any part", Buffer.from("--cut--\r\n")],
    ["empty", Buffer.alloc(0)],
  ])("is refused %s, and does not hang", async (_what, body) => {
    const failure = await readRecordingParts(TYPE, Readable.from([body]), sink).catch((error) => error);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure.code).toBe("invalid");
  });

  it("is refused without a boundary", () => {
    expect(() => readRecordingParts("multipart/form-data", Readable.from([]), sink)).toThrow(AppError);
    expect(() => readRecordingParts("text/plain", Readable.from([]), sink)).toThrow(AppError);
  });

  it("tells the sink when the connection breaks, and waits for it to clean up", async () => {
    const request = recording("python-clinic");
    const stream = new Readable({ read() {} });
    stream.push(request.raw.subarray(0, 200_000));
    let cleanedUp = false;
    const failing = readRecordingParts(request.headers["content-type"] as string, stream, {
      async onAudio(audio) {
        try {
          for await (const _ of audio);
        } finally {
          await new Promise((resolve) => setImmediate(resolve));
          cleanedUp = true;
        }
      },
    });
    setImmediate(() => stream.destroy(new Error("socket hang up")));
    await expect(failing).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("socket hang up"),
    });
    expect(cleanedUp).toBe(true);
  });

  it("ends with the sink's own error, and drains the rest so that the sender reads the answer", async () => {
    const request = recording("python-clinic");
    const stream = inPieces(request.raw, 16_384);
    const failing = readRecordingParts(request.headers["content-type"] as string, stream, {
      async onAudio(audio) {
        for await (const _ of audio) throw new AppError("unavailable", "no room", { retryAfterMs: 1000 });
      },
    });
    await expect(failing).rejects.toMatchObject({ code: "unavailable", message: "no room" });
    if (!stream.readableEnded) await new Promise((resolve) => stream.once("end", resolve));
    expect(stream.readableEnded).toBe(true);
  });

  it("refuses a header of megabytes instead of gathering it", async () => {
    const body = multipart(["header", "x".repeat(2 << 20)]);
    await expect(readRecordingParts(TYPE, inPieces(body, 65_536), sink)).rejects.toMatchObject({ code: "too-large" });
  });

  it("never passes on a type that a browser would run", async () => {
    const parts = await readRecordingParts(
      TYPE,
      Readable.from([multipart(["header", "\n\x04RM_1"], ["audio", "x"])]),
      sink,
    );
    expect(parts.audio?.type).toBe("audio/ogg");
  });
});

describe("a recording header", () => {
  // Values: NNN.decoded.json of the captures, made with livekit-protocol 1.1.29.
  it("tells job, room, start, length and summary of Python 1.8.9", async () => {
    const request = recording("python-clinic");
    const { header } = await readRecordingParts(
      request.headers["content-type"] as string,
      Readable.from([request.raw]),
      sink,
    );
    const decoded = decodeRecordingHeader(header);
    expect(decoded).toMatchObject({
      roomId: "RM_7FHTX9DZjoFu",
      jobId: "AJ_xZXBwwyJ42fT",
      durationMs: 93499,
      startNs: BigInt(Date.parse("2026-11-21T12:04:33.183Z")) * 1_000_000n,
      redactionEnabled: false,
      sessionSummary: { job_id: "AJ_xZXBwwyJ42fT", room: "clinic-1795262672", close_reason: expect.any(String) },
    });
  });

  it("has no job with Python 1.3.12, and no summary with Node", async () => {
    const headerOf = async (capture: string) => {
      const request = recording(capture);
      const parts = await readRecordingParts(
        request.headers["content-type"] as string,
        Readable.from([request.raw]),
        sink,
      );
      return decodeRecordingHeader(parts.header);
    };
    expect(await headerOf("python-1.3.12-clinic")).toMatchObject({ roomId: "RM_TXmCqEbWiPAY", jobId: null });
    expect(await headerOf("node-clinic")).toMatchObject({
      jobId: "AJ_NqRHtt5xdg4h",
      sessionSummary: null,
      durationMs: 0,
    });
    expect(await headerOf("python-redaction")).toMatchObject({ redactionEnabled: true });
  });
});
