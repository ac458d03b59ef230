import type { Stretch } from "@/lib/model/activity";
import { AudioError } from "./audio-error";
import type { SideActivity } from "./speech-activity";

/** What one pass over a recording has found in it. Milliseconds of the recording's own clock, whole. */
export interface RecordedActivity {
  durationMs: number;
  /** User and agent; a recording of one channel has the user's only. */
  sides: SideActivity[];
  /** Sound that the file lacks: lost pages. */
  gaps: Stretch[];
  /** Digital silence of every channel although the user's side has a microphone's hiss elsewhere. */
  hushes: Stretch[];
}

/**
 * The first byte of a packed activity: the version of this layout and of the finding itself. Raise it when either changes: the
 * background process then reads every recording anew.
 */
export const ACTIVITY_VERSION = 1;

/** Nothing is heard on this side. */
const NO_SPEECH_DB = 255;

/**
 * An activity as bytes, some hundred for a call of some minutes: version; length; then gaps, hushes and each side's stretches as a
 * count and, for each, the distance from the end before and the length, all unsigned LEB128; a side begins with its speech
 * level and its noise floor, one byte each, in decibels below full scale.
 */
export function packActivity({ durationMs, sides, gaps, hushes }: RecordedActivity): Uint8Array {
  const bytes = [ACTIVITY_VERSION];
  putNumber(bytes, durationMs);
  putStretches(bytes, gaps);
  putStretches(bytes, hushes);
  bytes.push(sides.length);
  for (const { speechDb, floorDb, stretches } of sides) {
    bytes.push(speechDb === null ? NO_SPEECH_DB : toByte(speechDb), toByte(floorDb));
    putStretches(bytes, stretches);
  }
  return Uint8Array.from(bytes);
}

/**
 * The opposite of `packActivity`; null when the bytes are of another version and the recording has to be read again.
 * Errors: AudioError when they are cut off.
 */
export function unpackActivity(bytes: Uint8Array): RecordedActivity | null {
  if (bytes[0] !== ACTIVITY_VERSION) return null;
  const source = { bytes, at: 1 };
  const durationMs = takeNumber(source);
  const gaps = takeStretches(source);
  const hushes = takeStretches(source);
  const sides = Array.from({ length: takeByte(source) }, (): SideActivity => {
    const speechDb = takeByte(source);
    const floorDb = -takeByte(source);
    return { speechDb: speechDb === NO_SPEECH_DB ? null : -speechDb, floorDb, stretches: takeStretches(source) };
  });
  return { durationMs, sides, gaps, hushes };
}

interface Source {
  bytes: Uint8Array;
  at: number;
}

function toByte(decibels: number): number {
  return Math.max(0, Math.min(NO_SPEECH_DB - 1, Math.round(-decibels)));
}

function putStretches(bytes: number[], stretches: readonly Stretch[]): void {
  putNumber(bytes, stretches.length);
  let end = 0;
  for (const [from, to] of stretches) {
    putNumber(bytes, Math.round(from) - end);
    putNumber(bytes, Math.round(to) - Math.round(from));
    end = Math.round(to);
  }
}

function takeStretches(source: Source): Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  for (let left = takeNumber(source); left > 0; left -= 1) {
    const from = end + takeNumber(source);
    end = from + takeNumber(source);
    stretches.push([from, end]);
  }
  return stretches;
}

function putNumber(bytes: number[], value: number): void {
  let left = Math.max(0, Math.round(value));
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  bytes.push(left);
}

function takeNumber(source: Source): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = takeByte(source);
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
}

function takeByte(source: Source): number {
  const byte = source.bytes[source.at];
  if (byte === undefined) throw new AudioError("the activity of the recording is cut off");
  source.at += 1;
  return byte;
}
