import { describe, expect, it } from "vitest";
import { readOggFacts } from "@/lib/audio/ogg";
import { findOggPlace } from "@/lib/audio/ogg-seek";
import { encodeWav, planWav } from "@/lib/audio/wav";
import { audioOfRequest, inChunks, rangesOf, readFixture } from "./fixtures";
import { pagesOf } from "./ogg-files";
import { repeatOgg } from "./repeat-ogg";

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** The samples from `atSample` on, decoded from a later page, and the same part of the whole. */
async function bothWays(file: Buffer, sample: number) {
  const plan = planWav(await readOggFacts(rangesOf(file), file.length), null);
  const place = await findOggPlace(rangesOf(file), file.length, sample);
  if (!place) throw new Error("no page to begin at");
  const later = Buffer.concat([file.subarray(0, place.headBytes), file.subarray(place.offset)]);
  const part = await bytesOf(encodeWav(inChunks(later, 20_000), plan, place.atSample));
  const whole = await bytesOf(encodeWav(inChunks(file, 20_000), plan));
  const frameBytes = plan.channels.length * 2;
  const from = (wav: Buffer, atBytes: number) => wav.subarray(atBytes, atBytes + 48_000 * frameBytes);
  return {
    place,
    part: from(part, (sample - place.atSample) * frameBytes),
    whole: from(whole, 44 + sample * frameBytes),
    rest: part.length - (whole.length - 44 - place.atSample * frameBytes),
  };
}

describe("findOggPlace", () => {
  it.each([35, 47.25, 59])("lets a decoder begin near %s s with the very samples of the whole", async (atS) => {
    const { place, part, whole, rest } = await bothWays(readFixture("audio/talk.ogg"), atS * 48_000);
    expect(place.atSample).toBeLessThanOrEqual((atS - 2) * 48_000);
    expect(place.atSample).toBeGreaterThan((atS - 5) * 48_000);
    expect(part.equals(whole)).toBe(true);
    expect(rest).toBe(0);
  });

  it("does so in the recordings of both SDKs, whose first granule is not zero", async () => {
    for (const path of ["python-clinic/044.body", "node-clinic/036.body"]) {
      const { part, whole } = await bothWays(audioOfRequest(path), 70 * 48_000);
      expect(part.equals(whole)).toBe(true);
    }
  });

  it("reads little of a long recording", async () => {
    const file = repeatOgg(audioOfRequest("python-clinic/044.body"), 10, 4675 * 960);
    let readBytes = 0;
    const place = await findOggPlace(
      async (start, endInclusive) => {
        readBytes += endInclusive - start + 1;
        return file.subarray(start, endInclusive + 1);
      },
      file.length,
      900 * 48_000,
    );
    expect(place?.atSample).toBeGreaterThan(890 * 48_000);
    expect(readBytes).toBeLessThan(2_500_000);
    expect(file.length).toBeGreaterThan(13_000_000);
  });

  it("says when there is nothing but the beginning", async () => {
    const file = readFixture("audio/talk.ogg");
    expect(await findOggPlace(rangesOf(file), file.length, 48_000)).toBeNull();
    const headers = Buffer.concat(pagesOf(file).slice(0, 2));
    expect(await findOggPlace(rangesOf(headers), headers.length, 48_000)).toBeNull();
  });
});
