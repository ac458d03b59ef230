import { CHAT_SCOPE, EVALUATION_SCOPE, isContentName, isMessageEvent } from "./content-names";
import { CLUE_NAMES } from "./session-key";
import { SESSION_REPORT_BODY } from "./skim";

/** What may be kept of a request's records. */
export interface RecordEdits {
  /** Application logs are dropped; the session's report, chat items and evaluations are no such logs. */
  dropsLogs: boolean;
  /** Whose chat items and words in attributes are dropped: nobody's, everybody's, or only of senders who ask for redaction. */
  dropsWords: "never" | "always" | "if-asked";
  /** What a text becomes; null leaves texts alone. */
  editText: ((text: string) => string) | null;
}

/** How much was left out. `texts` are attributes of records that are kept. */
export interface DroppedRecords {
  logs: number;
  chatItems: number;
  texts: number;
  /** Records that could not be read and so not be edited. */
  unreadable: number;
  /** Records, kept or not, whose sender asks for redaction. */
  asked: number;
}

export interface EditedRequest {
  /** The very bytes that came in when nothing was changed; null when no record is left. */
  body: Uint8Array | null;
  recordCount: number;
  dropped: DroppedRecords;
}

/** A log record's part in a session, by its scope and body, and of other senders by the event's name. Source: PROTOCOL §5. */
export type LogKind = "log" | "report" | "words" | "judgement";

/** What of unknown kind stands in the chat's scope counts as words: dropping too much is the smaller mistake. */
export function logKind(scopeName: string, body: unknown, eventName: string): LogKind {
  if (scopeName === EVALUATION_SCOPE) return "judgement";
  if (scopeName !== CHAT_SCOPE) return isMessageEvent(eventName) ? "words" : "log";
  return body === SESSION_REPORT_BODY ? "report" : "words";
}

/** Whether an attribute goes when words go: of a judge's record only what he wrote, which `withoutJudgement` leaves out. */
export function dropsAttribute(name: string, kind: LogKind | "span"): boolean {
  return kind !== "report" && isContentName(name);
}

/** Attributes that say whose record it is: never edited, or it would be somebody else's. */
export function isIdName(name: string): boolean {
  return CLUE_NAMES.has(name);
}

/** Whole numbers of fewer digits are no secret that a number can hold (a payment card has 13). */
const SECRET_DIGITS_MIN = 13;

/** The text that takes a whole number's place; null when it may stay. */
export function editedInteger(value: number | string, editText: (text: string) => string): string | null {
  const digits = String(value);
  if (digits.length < SECRET_DIGITS_MIN) return null;
  const edited = editText(digits);
  return edited === digits ? null : edited;
}

export function nothingDropped(): DroppedRecords {
  return { logs: 0, chatItems: 0, texts: 0, unreadable: 0, asked: 0 };
}
