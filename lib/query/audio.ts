import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { AudioError } from "@/lib/audio/audio-error";
import { type RangeReader, readOggFacts, SAMPLES_PER_SECOND } from "@/lib/audio/ogg";
import { findOggPlace, type OggPlace } from "@/lib/audio/ogg-seek";
import { encodeWav, planWav, type Side, type WavPlan, wavByteOf, wavSampleAt } from "@/lib/audio/wav";
import { blobs } from "@/lib/blobs";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";
import { loadRecording } from "./recording";

/** A recording as it was sent, readable from any place. */
export interface RecordedAudio {
  sizeBytes: number;
  contentType: string;
  /** The same for the same bytes, another for others. */
  etag: string;
  openRange(start: number, endInclusive: number): Readable;
}

/** The recording of a session as sent. Errors: `not-found`, also when the file is gone from the blob store. */
export async function loadAudio(scope: ProjectScope, sessionId: string): Promise<RecordedAudio> {
  const { blobKey, contentType } = await loadRecording(scope, sessionId);
  const stat = await blobs().stat(blobKey);
  if (!stat) {
    throw new AppError(
      "not-found",
      `The audio file of session ${sessionId} is not in the blob store (BLOB_DIR, S3_BUCKET).`,
    );
  }
  return {
    sizeBytes: stat.sizeBytes,
    contentType,
    // A blob is written once under a name of its own, so its name and size say what is in it.
    etag: createHash("sha256").update(`${blobKey} ${stat.sizeBytes}`).digest("hex").slice(0, 32),
    openRange: (start, endInclusive) => blobs().openRange(blobKey, start, endInclusive),
  };
}

/**
 * A session's recording, or one side of it, decoded to WAV while it is read. `sizeBytes` is exact. A range is decoded from the page
 * before it on, so that a player without Ogg/Opus finds any place of an hour at once.
 * Errors: `not-found`; `conflict` when the file cannot be decoded or is too long for a WAV, with the reason.
 */
export async function loadWav(scope: ProjectScope, sessionId: string, side: Side): Promise<RecordedAudio> {
  const audio = await loadAudio(scope, sessionId);
  try {
    const facts = await readOggFacts(rangeReader(audio), audio.sizeBytes);
    const plan = planWav(facts, side);
    return {
      sizeBytes: plan.sizeBytes,
      contentType: "audio/wav",
      etag: `${audio.etag}-${side ?? "both"}`,
      openRange: (start, endInclusive) =>
        Readable.from(wavRange(audio, plan, start, endInclusive), { objectMode: false }),
    };
  } catch (error) {
    if (error instanceof AudioError) throw new AppError("conflict", `No WAV of this recording: ${error.message}.`);
    throw error;
  }
}

/** Nearer to the beginning than this one decodes from the beginning: 30 s take a third of a second. */
const SEEK_SAMPLES_MIN = 30 * SAMPLES_PER_SECOND;

async function* wavRange(
  audio: RecordedAudio,
  plan: WavPlan,
  start: number,
  endInclusive: number,
): AsyncGenerator<Uint8Array> {
  const sample = wavSampleAt(plan, start);
  const place = sample < SEEK_SAMPLES_MIN ? null : await findOggPlace(rangeReader(audio), audio.sizeBytes, sample);
  if (place === null) {
    yield* cutBytes(encodeWav(audio.openRange(0, audio.sizeBytes - 1), plan), start, endInclusive);
    return;
  }
  const skipped = wavByteOf(plan, place.atSample);
  yield* cutBytes(encodeWav(fromPlace(audio, place), plan, place.atSample), start - skipped, endInclusive - skipped);
}

/** The recording's headers, then what follows from a page on. */
async function* fromPlace(audio: RecordedAudio, place: OggPlace): AsyncGenerator<Uint8Array> {
  yield* audio.openRange(0, place.headBytes - 1);
  yield* audio.openRange(place.offset, audio.sizeBytes - 1);
}

/** The bytes from `start` to `endInclusive` of a stream; what follows is not read. */
async function* cutBytes(
  source: AsyncIterable<Uint8Array>,
  start: number,
  endInclusive: number,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of source) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, endInclusive + 1 - at));
    at += chunk.byteLength;
    if (part.byteLength > 0) yield part;
    if (at > endInclusive) return;
  }
}

function rangeReader(audio: RecordedAudio): RangeReader {
  return async (start, endInclusive) => {
    const chunks: Buffer[] = [];
    for await (const chunk of audio.openRange(start, endInclusive)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
}
