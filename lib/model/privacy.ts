import { z } from "zod";

/** What a project lets its senders record, one switch each; `enabled` stands above the others. */
export const RECORDING_SWITCHES = ["enabled", "audio", "transcript", "traces", "logs"] as const;
export type RecordingSwitch = (typeof RECORDING_SWITCHES)[number];

/** The signals of a session that can be left out one by one. */
export const KEPT_SIGNALS = ["audio", "transcript", "traces", "logs"] as const;
export type KeptSignal = (typeof KEPT_SIGNALS)[number];

/** Who turned a switch last, and when; null as long as nobody did. Born in `PATCH /api/v1/project`. */
export const RecordingChange = z.object({ at: z.string(), by: z.string() });
export type RecordingChange = z.infer<typeof RecordingChange>;

export const RecordingChanges = z.object({
  enabled: RecordingChange.nullable().default(null),
  audio: RecordingChange.nullable().default(null),
  transcript: RecordingChange.nullable().default(null),
  traces: RecordingChange.nullable().default(null),
  logs: RecordingChange.nullable().default(null),
});
export type RecordingChanges = z.infer<typeof RecordingChanges>;

/** Kinds of secrets that are found without being told how they look. */
export const BUILT_IN_RULES = ["email", "phone", "card", "iban", "apiKey"] as const;
export type BuiltInRule = (typeof BUILT_IN_RULES)[number];

const CUSTOM_RULES_MAX = 20;
const PATTERN_LENGTH_MAX = 300;

/** A kind of text that a project replaces besides the built-in ones. */
export const CustomRule = z.strictObject({
  /** Stands in the place of what was found: `[name]`. */
  name: z.string().regex(/^[a-z0-9](?:[a-z0-9 -]{0,38}[a-z0-9])?$/, "Use 1 to 40 of a–z, 0–9, blank and hyphen."),
  /** RE2 syntax: no look-around, no back-references. */
  pattern: z.string().min(1, "Say what to look for.").max(PATTERN_LENGTH_MAX),
});
export type CustomRule = z.infer<typeof CustomRule>;

const BuiltIns = z.strictObject({
  email: z.boolean(),
  phone: z.boolean(),
  card: z.boolean(),
  iban: z.boolean(),
  apiKey: z.boolean(),
});

export const SenderRedacted = z.enum(["drop", "redact", "keep"]);
export type SenderRedacted = z.infer<typeof SenderRedacted>;

/** What is replaced in texts before they are stored, and what becomes of sessions whose sender asks for redaction. */
export const Redaction = z.strictObject({
  /**
   * Sessions sent with `lk.redaction.enabled`: the SDK strips its spans and leaves transcript and audio to the server, which drops
   * both, keeps the transcript without what every rule finds in it (audio cannot be redacted and is dropped), or keeps both whole.
   * Source: PROTOCOL §1.2.
   */
  senderRedacted: SenderRedacted,
  builtIn: BuiltIns,
  custom: z.array(CustomRule).max(CUSTOM_RULES_MAX),
});
export type Redaction = z.infer<typeof Redaction>;

/** Any part of it, as settings send it. */
export const RedactionPatch = z
  .strictObject({
    senderRedacted: SenderRedacted,
    builtIn: BuiltIns.partial(),
    custom: z.array(CustomRule).max(CUSTOM_RULES_MAX),
  })
  .partial();

/** Of a new project: no rule is on but for what a sender wants redacted. */
export const NO_REDACTION: Redaction = {
  senderRedacted: "redact",
  builtIn: { email: false, phone: false, card: false, iban: false, apiKey: false },
  custom: [],
};

/** How often each rule replaced something, by rule name. */
export type ReplacementCounts = Record<string, number>;

/** `POST /api/v1/project/redaction/preview`: a sample and the rules to try on it, the project's own unless given. */
export const RedactionPreviewQuestion = z.strictObject({
  text: z.string().max(20_000),
  redaction: RedactionPatch.optional(),
});

/** The sample cut where something was found: `label` is null for what stays, else the rule that replaced it. */
export const RedactionPreview = z.object({
  text: z.string(),
  parts: z.array(z.object({ text: z.string(), label: z.string().nullable() })),
  counts: z.record(z.string(), z.number()),
});
export type RedactionPreview = z.infer<typeof RedactionPreview>;

/**
 * One signal of a session: what the agent asked to record (null: it has not said), what the project allowed when it came, and
 * whether any of it is stored.
 */
export const SignalConsent = z.object({
  asked: z.boolean().nullable(),
  /** `partly`: the switch was turned while the session ran. */
  allowed: z.enum(["yes", "no", "partly"]),
  stored: z.boolean(),
  /** ISO instant: since when it is not allowed, as far as that is known. */
  offSince: z.string().nullable(),
  /** Spans, log lines, texts or audio bytes that were left out. */
  droppedCount: z.number(),
});
export type SignalConsent = z.infer<typeof SignalConsent>;

/** Asked, allowed, stored; and what redaction did to the session. Drawn from its telemetry and from the journal's notices. */
export const SessionConsent = z.object({
  audio: SignalConsent,
  transcript: SignalConsent,
  traces: SignalConsent,
  logs: SignalConsent,
  redaction: z.object({
    /** The agent asked for redaction: what became of its transcript and audio; null when it did not ask. */
    asked: z.boolean(),
    handling: SenderRedacted.nullable(),
    rules: z.array(z.string()),
    /** How often each rule replaced something. */
    replaced: z.record(z.string(), z.number()),
    replacedCount: z.number(),
  }),
});
export type SessionConsent = z.infer<typeof SessionConsent>;
