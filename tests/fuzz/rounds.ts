import { readdirSync } from "node:fs";
import { Readable } from "node:stream";
import { digestSession } from "@/lib/digest/sessions";
import { AppError } from "@/lib/errors";
import type { JournalEntry, RecordingEnvelope } from "@/lib/model/journal";
import type { SessionRecords } from "@/lib/model/records";
import { Timeline } from "@/lib/model/timeline";
import { toSession } from "@/lib/normalise/sessions";
import { packJournalCursor } from "@/lib/query/journal-cursor";
import { findRecord } from "@/lib/query/record";
import { toTimeline } from "@/lib/query/timeline";
import { deflate } from "@/lib/wire/gzip";
import { splitRequest } from "@/lib/wire/otlp/split";
import { decodeRecordingHeader } from "@/lib/wire/recordings/decode-header";
import { readRecordingParts } from "@/lib/wire/recordings/read-multipart";
import { inflatedBody, loadCapture } from "@/replay/captures";
import { mutate, type Sample } from "../harness/mutations";
import { randomSequence } from "../unit/lib/normalise/random";

export interface FuzzReport {
  rounds: number;
  /** Rounds that were refused, by the first words of the refusal. */
  refusals: Map<string, number>;
  slowestMs: number;
  sessions: number;
}

/** A round that takes longer hangs, whatever the machine: the captures' own take some milliseconds. */
const ROUND_MS_MAX = 5_000;
/** Recordings' audio is of no interest here, and would be most of what is mutated. */
const AUDIO_BYTES_MAX = 2_000;

/** Every request of every capture, as a fuzzer takes it. */
export function samplesOf(
  captures: string[] = readdirSync("tests/fixtures").filter((name) => /^(python|node)-/.test(name)),
): Sample[] {
  return captures.flatMap((name) =>
    loadCapture(name).requests.flatMap((request): Sample[] => {
      const signal = /(traces|logs|metrics|recordings)/.exec(request.path)?.[1] as Sample["signal"] | undefined;
      const contentType = request.headers["content-type"] ?? "";
      if (!signal) return [];
      const body = inflatedBody(request);
      return [{ signal, contentType, body: signal === "recordings" ? withoutAudio(body) : body }];
    }),
  );
}

/** The audio is the part that begins with an Ogg page; its beginning is enough. */
function withoutAudio(body: Buffer): Buffer {
  const start = body.indexOf("OggS");
  const end = body.lastIndexOf("\r\n--");
  if (start < 0 || end < start + AUDIO_BYTES_MAX) return body;
  // Python sends the audio last, Node too; were it not, the transcript would be cut, which is a mutation like others.
  return Buffer.concat([body.subarray(0, start + AUDIO_BYTES_MAX), body.subarray(end)]);
}

/**
 * Takes mutated requests from the first byte to the timeline. Errors: whatever is no refusal in words, with what made it: seed
 * and round bring it back.
 */
export async function fuzz(options: {
  rounds: number;
  seed: number;
  samples: Sample[];
  firstRound?: number;
  onRound?: (round: number) => void;
}): Promise<FuzzReport> {
  const report: FuzzReport = { rounds: 0, refusals: new Map(), slowestMs: 0, sessions: 0 };
  const { rounds, seed, samples, firstRound = 0 } = options;
  for (let round = firstRound; round < firstRound + rounds; round++) {
    const random = randomSequence(seed * 1_000_003 + round);
    const sample = samples[Math.floor(random() * samples.length)] as Sample;
    const { body, how } = mutate(sample, random, samples);
    const startMs = performance.now();
    const refusal = await tryRound({ ...sample, body }, report).catch((error: unknown) => {
      throw new Error(`--seed ${seed} --first ${round} (${sample.signal}, ${how})`, { cause: error });
    });
    const tookMs = performance.now() - startMs;
    report.slowestMs = Math.max(report.slowestMs, tookMs);
    if (tookMs > ROUND_MS_MAX)
      throw new Error(`--seed ${seed} --first ${round} (${how}) took ${Math.round(tookMs)} ms`);
    if (refusal) report.refusals.set(refusal, (report.refusals.get(refusal) ?? 0) + 1);
    report.rounds += 1;
    options.onRound?.(round);
  }
  return report;
}

/** The words of the refusal; null when the request was taken. */
async function tryRound(sample: Sample, report: FuzzReport): Promise<string | null> {
  let entries: JournalEntry[];
  try {
    entries = sample.signal === "recordings" ? await recordingEntries(sample) : otlpEntries(sample);
  } catch (error) {
    if (!(error instanceof AppError) || !["invalid", "too-large"].includes(error.code)) throw error;
    if (error.message.length < 20) throw new Error("a refusal without words", { cause: error });
    return error.message.replace(/\d+/g, "N").slice(0, 60);
  }
  for (const sessionId of new Set(entries.map((entry) => entry.sessionId))) {
    const records = toSession(sessionId, entries, { nowMs: Date.now() });
    if (!records) throw new Error(`entries of ${sessionId} make no session`);
    show(records, entries);
    report.sessions += 1;
  }
  return null;
}

/** What the background process and the screens would make of it, as text, which is where odd values show. */
function show(records: SessionRecords, entries: JournalEntry[]): void {
  const digest = digestSession(records);
  const times = [digest.session.startedAt, digest.session.endedAt, digest.recording?.startedAt];
  for (const time of times) if (time && Number.isNaN(time.getTime())) throw new Error("a time that is none");
  JSON.stringify(digest);
  const timeline = Timeline.parse(
    JSON.parse(JSON.stringify(toTimeline(records, null, packJournalCursor(entries), 1_000))),
  );
  for (const one of [timeline.spans, timeline.items, timeline.logs]) {
    const id = one[0]?.id;
    if (id === undefined) continue;
    encodeURIComponent(id);
    JSON.stringify(findRecord(records, id));
  }
}

function otlpEntries({ signal, contentType, body }: Sample): JournalEntry[] {
  const kind = signal as "traces" | "logs" | "metrics";
  const encoding = contentType.startsWith("application/json") ? "json" : "protobuf";
  const { parts, rejected } = splitRequest(kind, encoding, body, 100_000);
  for (const { reason } of rejected) if (reason.length < 10) throw new Error("a rejected record without words");
  return parts.map((part) => ({ ...blank(part.sessionId), signal: kind, encoding, body: deflate(part.body ?? body) }));
}

async function recordingEntries({ contentType, body }: Sample): Promise<JournalEntry[]> {
  const parts = await readRecordingParts(contentType, Readable.from([body]), {
    onAudio: async (audio) => {
      let sizeBytes = 0;
      for await (const chunk of audio) sizeBytes += (chunk as Buffer).length;
      return { blobKey: "a", sizeBytes, contentType: "audio/ogg", sha256: "" };
    },
  });
  const { jobId, roomId } = decodeRecordingHeader(parts.header);
  const envelope: RecordingEnvelope = {
    headerBase64: Buffer.from(parts.header).toString("base64"),
    chatHistory: parts.chatHistory,
    audio: parts.audio,
  };
  const sessionId = jobId || roomId || "nobody";
  return [
    {
      ...blank(sessionId),
      signal: "recording",
      encoding: "json",
      body: deflate(Buffer.from(JSON.stringify(envelope))),
    },
  ];
}

function blank(sessionId: string): Pick<JournalEntry, "sessionId" | "seq" | "receivedAt" | "recordCount"> {
  return { sessionId, seq: 1n, receivedAt: new Date(), recordCount: 1 };
}
