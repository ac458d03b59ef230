import type { HealthCode, RecordingHealth, Stretch } from "@/lib/model/activity";
import { type ClockFit, fitClock } from "./clock-fit";
import type { RecordedActivity } from "./recorded-activity";
import { lengthOf } from "./stretches";

/** A message of the transcript whose words were spoken, with its times on the recording's clock (negative: before it began). ms. */
export interface SpokenMessage {
  side: Side;
  startMs: number;
  endMs: number;
}

/** Index of a recording's channel. Source: PROTOCOL §4.2 (left is the user, right the agent). */
export type Side = 0 | 1;

/** What a recording is measured against. */
export interface CallSigns {
  messages: readonly SpokenMessage[];
  /** When the session ended, on the recording's clock; null while it is live. ms. */
  callEndMs: number | null;
}

/** A side as its activity and the transcript show it together. `fit` is null where too little is heard or written. */
export interface SideFits {
  user: ClockFit | null;
  agent: ClockFit | null;
}

const NAMES = ["caller", "agent"] as const;

/** Words that are said at the edge of what an SDK reports, and the beginning of the next ones. ms. */
const EDGE_MS = 500;
/** A recording ends when its session does; closing takes two seconds (Python 1.3.12). More than this is lost. ms and share. */
const LACK_MS_MIN = 5_000;
const LACK_SHARE_MIN = 0.02;
const LACK_SHARE_BAD = 0.2;
/** Single messages may be too soft or too short to be found; from this share on it is the recording. */
const UNHEARD_SHARE_MIN = 1 / 3;
const UNHEARD_MIN = 2;
/** What is lost in pages: a moment, or so much that the call cannot be followed. ms and share. */
const GAPS_BAD_MS = 10_000;
const GAPS_BAD_SHARE = 0.05;
/** Onsets lie within 0.11 s of the transcript in captures of Python 1.3.12 to 1.8.9 and Node 1.9.0: from three times that on one hears it. ms. */
const DRIFT_MS_MIN = 300;
const DRIFT_BAD_MS = 2_000;
/** Of fewer pairs a slope says nothing. */
const SLOPE_PAIRS_MIN = 5;

interface Finding {
  code: HealthCode;
  isBad: boolean;
  text: string;
}

/** Compares when each side is heard with when the transcript says that it spoke. */
export function fitSides({ sides }: RecordedActivity, messages: readonly SpokenMessage[]): SideFits {
  const fitOf = (side: Side) =>
    fitClock(
      (sides[side]?.stretches ?? []).map(([fromMs]) => fromMs),
      messages.filter((message) => message.side === side).map(({ startMs }) => startMs),
    );
  return { user: fitOf(0), agent: fitOf(1) };
}

/**
 * Whether a recording holds the call, and at the right times: a side that is silent although it spoke, a recording that is shorter than
 * the call, missing sound, and sound that lies elsewhere than the transcript says. Each reason in plain words; `bad` when the call
 * cannot be followed by it.
 * Units: milliseconds of the recording's clock.
 */
export function judgeRecording(recorded: RecordedActivity, call: CallSigns, fits: SideFits): RecordingHealth {
  const findings = [
    ...silentSide(recorded, call, 0, fits.user),
    ...silentSide(recorded, call, 1, fits.agent),
    ...shorterThanCall(recorded, call),
    ...gaps(recorded),
    ...drift(0, fits.user),
    ...drift(1, fits.agent),
  ];
  const isBad = findings.some((finding) => finding.isBad);
  return {
    verdict: isBad ? "bad" : findings.length > 0 ? "warning" : "ok",
    reasons: findings.map(({ code, text }) => ({ code, text })),
  };
}

function silentSide(
  { sides, durationMs }: RecordedActivity,
  { messages }: CallSigns,
  side: Side,
  fit: ClockFit | null,
): Finding[] {
  const spoken = messages.filter((message) => message.side === side && message.startMs < durationMs);
  if (spoken.length === 0) return [];
  const name = NAMES[side];
  const stretches = sides[side]?.stretches;
  if (stretches === undefined) {
    return [{ code: "silent-side", isBad: true, text: `The recording has one channel only: the ${name} has none.` }];
  }
  const said = spoken.length === 1 ? "a message" : `${spoken.length} messages`;
  if (stretches.length === 0) {
    const text = `The ${name} is not heard at all, though the transcript has ${said} of the ${name}.`;
    return [{ code: "silent-side", isBad: true, text }];
  }
  const offMs = fit?.offsetMs ?? 0;
  const unheardCount = spoken.filter((message) => !isHeard(stretches, message, offMs)).length;
  if (unheardCount < UNHEARD_MIN || unheardCount < spoken.length * UNHEARD_SHARE_MIN) return [];
  const text = `${unheardCount} of ${said} of the ${name} are not heard where the transcript has them.`;
  return [{ code: "silent-side", isBad: false, text }];
}

function isHeard(stretches: readonly Stretch[], { startMs, endMs }: SpokenMessage, offMs: number): boolean {
  return stretches.some(([from, to]) => from < endMs + offMs + EDGE_MS && to > startMs + offMs - EDGE_MS);
}

function shorterThanCall({ durationMs }: RecordedActivity, { messages, callEndMs }: CallSigns): Finding[] {
  const findings: Finding[] = [];
  const before = messages.filter(({ endMs }) => endMs < -EDGE_MS);
  const firstMs = Math.min(...before.map(({ startMs }) => startMs));
  if (before.length > 0 && firstMs < -LACK_MS_MIN) {
    const text = `The recording begins ${inSeconds(-firstMs)} after the first words; ${countOf(before)} before it.`;
    findings.push({ code: "shorter-than-call", isBad: false, text });
  }
  const lackMs = (callEndMs ?? 0) - durationMs;
  if (callEndMs === null || lackMs < LACK_MS_MIN || lackMs < callEndMs * LACK_SHARE_MIN) return findings;
  const lost = messages.filter(({ startMs }) => startMs > durationMs + EDGE_MS);
  const rest = lost.length === 0 ? "" : ` ${countOf(lost)} after its end.`;
  const text = `The recording ends ${inSeconds(lackMs)} before the session.${rest}`;
  findings.push({ code: "shorter-than-call", isBad: lackMs > callEndMs * LACK_SHARE_BAD || lost.length > 1, text });
  return findings;
}

function countOf(messages: readonly SpokenMessage[]): string {
  return messages.length === 1 ? "1 message is" : `${messages.length} messages are`;
}

function gaps({ gaps: lost, hushes, durationMs }: RecordedActivity): Finding[] {
  const findings: Finding[] = [];
  if (lost.length > 0) {
    const lostMs = lengthOf(lost);
    const text = `${inSeconds(lostMs)} of sound are missing ${places(lost)}: parts of the file were lost or never written.`;
    findings.push({ code: "gaps", isBad: lostMs > GAPS_BAD_MS || lostMs > durationMs * GAPS_BAD_SHARE, text });
  }
  if (hushes.length > 0) {
    const text = `Nothing is recorded, not even noise, for ${inSeconds(lengthOf(hushes))} ${places(hushes)}: the caller was muted, or sound was lost.`;
    findings.push({ code: "gaps", isBad: false, text });
  }
  return findings;
}

function places(stretches: readonly Stretch[]): string {
  const at = `at ${inSeconds(stretches[0]?.[0] ?? 0)}`;
  return stretches.length === 1 ? at : `in ${stretches.length} places, first ${at}`;
}

function drift(side: Side, fit: ClockFit | null): Finding[] {
  if (fit === null) return [];
  const { offsetMs, driftMs, spanMs, pairCount } = fit;
  const name = NAMES[side];
  if (pairCount >= SLOPE_PAIRS_MIN && Math.abs(driftMs) >= DRIFT_MS_MIN) {
    const where = driftMs > 0 ? "later and later" : "earlier and earlier";
    const text = `The ${name} is heard ${where} than the transcript says: ${inSeconds(Math.abs(driftMs))} more in ${inSeconds(spanMs)}.`;
    return [{ code: "drift", isBad: Math.abs(driftMs) >= DRIFT_BAD_MS, text }];
  }
  if (Math.abs(offsetMs) < DRIFT_MS_MIN) return [];
  const where = offsetMs > 0 ? "later" : "earlier";
  const text = `The ${name} is heard ${inSeconds(Math.abs(offsetMs))} ${where} than the transcript says.`;
  return [{ code: "drift", isBad: Math.abs(offsetMs) >= DRIFT_BAD_MS, text }];
}

/** A reason is a sentence, not a figure on an axis: tenths of a second will do. */
function inSeconds(durationMs: number): string {
  return `${Math.round(durationMs / 100) / 10} s`;
}
