import type { Stretch } from "@/lib/model/activity";
import type { Peaks } from "@/lib/model/peaks";
import { AudioError } from "./audio-error";
import { decodeSamples } from "./decode";
import { FRAME_MS, LevelMeter, type Levels, NOTHING_DB } from "./levels";
import { SAMPLES_PER_SECOND } from "./ogg";
import { PeakMeter } from "./peaks";
import type { RecordedActivity } from "./recorded-activity";
import { findSpeech } from "./speech-activity";

/** LiveKit records user and agent; more channels have no lane to be drawn in. */
const CHANNELS_MAX = 2;
/** A decoder that lost its place needs so long until it gives out what was put in. Source: RFC 7845 §4.6. ms. */
const PRE_ROLL_MS = 80;
/** A pause of digital silence that a listener would take for a broken line. ms. */
const HUSH_MS_MIN = 2_000;
/** A side that is digitally silent for more than this share of the call has no hiss that could be missed. */
const HISSLESS_SHARE_MAX = 0.3;

/**
 * Reads a recording once: its waveform, its length, and who is heard when. Memory is flat (some MB an hour).
 * Run it off the thread that serves requests: ten minutes of stereo take more than a second.
 * Units: `durationMs` is what the file spans, better than any declared length.
 * Errors: AudioError when the file is not Ogg/Opus, damaged or silent of any packet.
 */
export async function readSound(
  source: AsyncIterable<Uint8Array>,
): Promise<{ peaks: Peaks; activity: RecordedActivity; durationMs: number }> {
  let meters: { peaks: PeakMeter; levels: LevelMeter } | null = null;
  let sampleCount = 0;
  const gaps: Stretch[] = [];
  for await (const samples of decodeSamples(source)) {
    const channelCount = Math.min(CHANNELS_MAX, samples.channels.length);
    meters ??= { peaks: new PeakMeter(channelCount), levels: new LevelMeter(channelCount) };
    meters.peaks.take(samples);
    meters.levels.take(samples);
    if (samples.isMissing) addGap(gaps, toMs(sampleCount), toMs(sampleCount + samples.sampleCount));
    sampleCount += samples.sampleCount;
  }
  if (!meters) throw new AudioError("the file holds no sound");
  const durationMs = toMs(sampleCount);
  return { peaks: meters.peaks.finish(), activity: toActivity(meters.levels.finish(), durationMs, gaps), durationMs };
}

function toActivity(levels: Levels, durationMs: number, gaps: Stretch[]): RecordedActivity {
  for (const [, endMs] of gaps) {
    const first = Math.floor(endMs / FRAME_MS);
    for (const channel of levels) channel.fill(NOTHING_DB, first, first + PRE_ROLL_MS / FRAME_MS);
  }
  return { durationMs, sides: levels.map(findSpeech), gaps, hushes: findHushes(levels, gaps) };
}

/** A long gap comes in pieces. */
function addGap(gaps: Stretch[], fromMs: number, toMs: number): void {
  const last = gaps.at(-1);
  if (last?.[1] === fromMs) last[1] = toMs;
  else gaps.push([fromMs, toMs]);
}

/**
 * Stretches in which every channel is digitally silent, though the user's side has a hiss elsewhere: between its first and its last
 * sound of any kind, for before and after it nobody was connected. What a gap explains is left out.
 */
function findHushes(levels: Levels, gaps: readonly Stretch[]): Stretch[] {
  const [user] = levels;
  if (user === undefined) return [];
  const first = user.findIndex((level) => level > NOTHING_DB);
  const end = user.findLastIndex((level) => level > NOTHING_DB) + 1;
  const hushes: Stretch[] = [];
  let nothingCount = 0;
  let start = -1;
  for (let frame = first; frame <= end && first >= 0; frame += 1) {
    const isNothing = frame < end && user[frame] === NOTHING_DB;
    if (isNothing) nothingCount += 1;
    if (isNothing && levels.every((channel) => channel[frame] === NOTHING_DB)) {
      if (start < 0) start = frame;
    } else if (start >= 0) {
      if ((frame - start) * FRAME_MS >= HUSH_MS_MIN) hushes.push([start * FRAME_MS, frame * FRAME_MS]);
      start = -1;
    }
  }
  const hasHiss = nothingCount <= (end - first) * HISSLESS_SHARE_MAX;
  const isExplained = ([from, to]: Stretch) => gaps.some(([gapFrom, gapTo]) => gapFrom < to && gapTo > from);
  return hasHiss ? hushes.filter((hush) => !isExplained(hush)) : [];
}

function toMs(sampleCount: number): number {
  return (sampleCount / SAMPLES_PER_SECOND) * 1000;
}
