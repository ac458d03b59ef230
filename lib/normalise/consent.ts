import type { DroppedKind, PolicyNotice } from "@/lib/model/journal";
import {
  KEPT_SIGNALS,
  type KeptSignal,
  type SenderRedacted,
  type SessionConsent,
  type SignalConsent,
} from "@/lib/model/privacy";
import type { RecordingOptions } from "./report";

/** What a notice counts of each signal. */
const KINDS: Record<KeptSignal, readonly DroppedKind[]> = {
  audio: ["audioBytes"],
  transcript: ["chatItems", "texts", "transcripts"],
  traces: ["spans"],
  logs: ["logs"],
};

/** A setting that was changed in the middle of a session. */
const STRICTEST_FIRST: readonly SenderRedacted[] = ["drop", "redact"];

interface ConsentSigns {
  notices: readonly PolicyNotice[];
  options: RecordingOptions;
  /** The agent asks for redaction, by any of its records. */
  isRedacted: boolean;
  stored: Record<KeptSignal, boolean>;
}

/**
 * What the agent asked to record, what the project allowed and what is stored. Without a notice everything was allowed: the write
 * path leaves one for every session that something was not allowed of. What the agent did not say, it asked for if it sent it.
 */
export function toConsent({ notices, options, isRedacted, stored }: ConsentSigns): SessionConsent {
  const asked = isRedacted || notices.some((notice) => notice.asked);
  const handled = notices.filter((notice) => notice.asked).map(({ senderRedacted }) => senderRedacted);
  const handling = STRICTEST_FIRST.find((each) => handled.includes(each)) ?? "keep";
  const signal = (name: KeptSignal): SignalConsent => {
    const droppedCount = sum(notices.flatMap(({ dropped }) => KINDS[name].map((kind) => dropped[kind] ?? 0)));
    return {
      asked: options[name] ?? (stored[name] || droppedCount > 0 ? true : null),
      allowed: toAllowed(notices, name, stored[name]),
      stored: stored[name],
      offSince: notices.findLast((notice) => !notice.recording[name])?.since[name] ?? null,
      droppedCount,
    };
  };
  const replaced = toReplaced(notices);
  return {
    audio: signal("audio"),
    transcript: signal("transcript"),
    traces: signal("traces"),
    logs: signal("logs"),
    redaction: {
      asked,
      handling: asked ? handling : null,
      rules: [...new Set(notices.flatMap(({ rules }) => rules))],
      replaced,
      replacedCount: sum(Object.values(replaced)),
    },
  };
}

function toAllowed(notices: readonly PolicyNotice[], name: KeptSignal, isStored: boolean): SignalConsent["allowed"] {
  if (notices.every((notice) => notice.recording[name])) return "yes";
  return isStored || notices.some((notice) => notice.recording[name]) ? "partly" : "no";
}

function toReplaced(notices: readonly PolicyNotice[]): Record<string, number> {
  const replaced: Record<string, number> = {};
  for (const notice of notices) {
    for (const [label, count] of Object.entries(notice.replaced)) replaced[label] = (replaced[label] ?? 0) + count;
  }
  return replaced;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const NAMES: Record<KeptSignal, string> = {
  audio: "Audio",
  transcript: "The transcript",
  traces: "Spans",
  logs: "Log lines",
};

/** Says in plain words what the project did not keep, and what was replaced. Empty when all was kept as it came. */
export function toConsentWords(consent: SessionConsent): string[] {
  const words: string[] = [];
  for (const name of KEPT_SIGNALS) {
    const { allowed, offSince } = consent[name];
    if (allowed === "yes") continue;
    const verb = name === "traces" || name === "logs" ? "are" : "is";
    const since = offSince === null ? "" : ` since ${minuteOf(offSince)}`;
    const whole = allowed === "partly" ? "not kept whole" : "not kept";
    words.push(`${NAMES[name]} ${verb} ${whole}: recording of ${name} is off for this project${since}.`);
  }
  const { handling, replaced, replacedCount } = consent.redaction;
  if (handling === "drop") {
    words.push("Transcript and audio are not kept: the agent asked for redaction, and this project drops them then.");
  }
  if (handling === "redact") {
    words.push(
      "Audio is not kept, and the transcript without what redaction found in it: the agent asked for redaction.",
    );
  }
  if (replacedCount > 0) {
    const kinds = Object.entries(replaced).map(([label, count]) => `${count} ${label}`);
    words.push(`${replacedCount} replacement${replacedCount === 1 ? "" : "s"} by redaction: ${kinds.join(", ")}.`);
  }
  return words;
}

/** `2026-11-21 17:05 UTC` */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
