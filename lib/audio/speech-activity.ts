import type { Stretch } from "@/lib/model/activity";
import { FRAME_MS, FRAMES_PER_SECOND } from "./levels";

/**
 * Quieter than this is not heard beside speech, and above it no silent channel gets: a stereo codec leaks the other side at −75 dBFS
 * and below (measured in captures of Python 1.8.9 and Node 1.9.0). dBFS.
 */
const AUDIBLE_DB = -55;
/** How far a sound stands out of the noise around it: as wide as noise itself swings in frames of 10 ms, and half of that to go on. dB. */
const BEGINS_DB = 12;
const GOES_ON_DB = 6;
/** The noise floor at a moment is the level that the quietest tenth of the ten seconds around it stay below. */
const FLOOR_SHARE = 0.1;
const FLOOR_WINDOW_MS = 10_000;
const FLOOR_STEP_MS = 500;
/** Somebody who talks on for ten seconds does not become noise: the floor stays so far below how loud this side speaks. dB. */
const FLOOR_BELOW_SPEECH_DB = 20;
/** The other side's echo, or somebody in the background, is softer than the speaker by this and more. dB. */
const ECHO_BELOW_SPEECH_DB = 22;
/** Speech has pauses: plosives stop it for 100 ms, words for 300 ms. Shorter pauses are part of it. ms. */
const CLICK_GAP_MS = 60;
const PAUSE_MS = 300;
/** A click of a key or a line takes less; the shortest words ("no") take 120 ms. ms. */
const CLICK_MS = 50;
const WORD_MS = 100;

/** One channel of a recording: when somebody was heard, and how loud sound and noise are there. */
export interface SideActivity {
  /** On the recording's clock, in order, at least `PAUSE_MS` apart. */
  stretches: Stretch[];
  /** How loud the loud frames are; null when nothing is heard. dBFS. */
  speechDb: number | null;
  /** The middle of the noise floor over time. dBFS. */
  floorDb: number;
}

/**
 * Finds where somebody is heard on one channel, from its levels alone: what stands out of the noise floor of the ten seconds around it,
 * and is audible, is sound; pauses within speech are bridged, clicks and echoes left out. Works backwards as well as forwards, for the
 * recording is whole: a soft beginning belongs to the word that follows.
 * Units: milliseconds from the first sample, exact to a frame (10 ms).
 */
export function findSpeech(levels: Float32Array): SideActivity {
  const speechDb = speechLevel(levels);
  const floors = noiseFloors(levels);
  const floorDb = floors.length === 0 ? AUDIBLE_DB : (Float32Array.from(floors).sort()[floors.length >> 1] as number);
  if (speechDb === null) return { stretches: [], speechDb, floorDb };
  const sounds = findSounds(levels, floors, speechDb - FLOOR_BELOW_SPEECH_DB);
  const words = bridge(sounds, CLICK_GAP_MS).filter(([from, to]) => to - from >= CLICK_MS);
  const stretches = bridge(words, PAUSE_MS)
    .filter(([from, to]) => to - from >= WORD_MS)
    .filter((stretch) => loudest(levels, stretch) >= speechDb - ECHO_BELOW_SPEECH_DB);
  return { stretches, speechDb, floorDb };
}

/** Nine of ten audible frames are softer. */
function speechLevel(levels: Float32Array): number | null {
  const audible = levels.filter((level) => level > AUDIBLE_DB).sort();
  return audible.length * FRAME_MS < WORD_MS ? null : (audible[Math.floor(audible.length * 0.9)] as number);
}

/** The noise floor at every step of the recording: a histogram of whole decibels that slides along. */
function noiseFloors(levels: Float32Array): Float32Array {
  const step = (FLOOR_STEP_MS / 1000) * FRAMES_PER_SECOND;
  const half = (FLOOR_WINDOW_MS / 2000) * FRAMES_PER_SECOND;
  const counts = new Int32Array(128);
  const floors = new Float32Array(Math.ceil(levels.length / step));
  let from = 0;
  let to = 0;
  for (let index = 0; index < floors.length; index += 1) {
    const middle = index * step;
    for (const end = Math.min(levels.length, middle + half); to < end; to += 1) count(counts, levels[to], 1);
    for (const start = Math.max(0, middle - half); from < start; from += 1) count(counts, levels[from], -1);
    floors[index] = quietest(counts, (to - from) * FLOOR_SHARE);
  }
  return floors;
}

function count(counts: Int32Array, level: number | undefined, by: number): void {
  const decibels = Math.max(0, Math.min(127, Math.round(-(level as number))));
  counts[decibels] = (counts[decibels] as number) + by;
}

function quietest(counts: Int32Array, frames: number): number {
  let seen = 0;
  for (let decibels = 127; decibels > 0; decibels -= 1) {
    seen += counts[decibels] as number;
    if (seen > frames) return -decibels;
  }
  return 0;
}

/** Runs of frames that go on, each with a frame that begins: what stands out far pulls in what stands out less, on both sides. */
function findSounds(levels: Float32Array, floors: Float32Array, floorMaxDb: number): Stretch[] {
  const step = (FLOOR_STEP_MS / 1000) * FRAMES_PER_SECOND;
  const sounds: Stretch[] = [];
  let start = -1;
  let hasBegun = false;
  for (let frame = 0; frame <= levels.length; frame += 1) {
    const floorDb = Math.min(floorMaxDb, floors[Math.floor(frame / step)] ?? 0);
    const level = levels[frame] ?? Number.NEGATIVE_INFINITY;
    if (level > Math.max(floorDb + GOES_ON_DB, AUDIBLE_DB - BEGINS_DB + GOES_ON_DB)) {
      if (start < 0) start = frame;
      hasBegun ||= level > Math.max(floorDb + BEGINS_DB, AUDIBLE_DB);
    } else if (start >= 0) {
      if (hasBegun) sounds.push([start * FRAME_MS, frame * FRAME_MS]);
      start = -1;
      hasBegun = false;
    }
  }
  return sounds;
}

function bridge(stretches: readonly Stretch[], gapMs: number): Stretch[] {
  const bridged: Stretch[] = [];
  for (const [from, to] of stretches) {
    const last = bridged.at(-1);
    if (last !== undefined && from - last[1] < gapMs) last[1] = to;
    else bridged.push([from, to]);
  }
  return bridged;
}

function loudest(levels: Float32Array, [fromMs, toMs]: Stretch): number {
  let loudestDb = Number.NEGATIVE_INFINITY;
  for (let frame = fromMs / FRAME_MS; frame < toMs / FRAME_MS; frame += 1) {
    loudestDb = Math.max(loudestDb, levels[frame] as number);
  }
  return loudestDb;
}
