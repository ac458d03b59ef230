import { AppError } from "@/lib/errors";
import type { IngestLimits } from "@/lib/model/scope";
import type { Holder } from "./call";

/** What this process takes in at this moment, of all senders. */
const load = { requests: 0, recordings: 0, bytes: 0 };

/** SDKs try for ten seconds in all, so soon; not all at the same moment, so between these. Source: PROTOCOL §2.2. */
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 3_000;

type IntakeKind = "requests" | "recordings";

/** A request that is being taken in: what it holds in memory counts until it is released. */
export class Intake implements Holder {
  private heldBytes = 0;

  constructor(
    private readonly kind: IntakeKind,
    private readonly bytesMax: number,
  ) {}

  /** Counts bytes that this request begins to hold. Errors: `unavailable` when all requests together would hold too many. */
  hold(bytes: number): void {
    // One request alone is always taken, or a limit below that of a request would refuse it for ever.
    if (load.bytes > this.heldBytes && load.bytes + bytes > this.bytesMax) {
      throw comeAgain(`The requests that this server takes in hold ${this.bytesMax} bytes already.`);
    }
    this.heldBytes += bytes;
    load.bytes += bytes;
  }

  /** Counts out the request and what it held; once. */
  release(): void {
    load[this.kind] -= 1;
    load.bytes -= this.heldBytes;
    this.heldBytes = 0;
  }
}

/**
 * Counts a request in. Telemetry and recordings have limits of their own: a flood of the one must not keep out the other,
 * which streams and so needs little memory, and is lost for ever when it is given up.
 * Errors: `unavailable` with a time to come again when too many are being taken in.
 */
export function enterIntake(kind: IntakeKind, limits: IngestLimits): Intake {
  const max = kind === "requests" ? limits.requestsInFlightMax : limits.recordingsInFlightMax;
  // 503, not 429: older OpenTelemetry exporters give a batch up at 429 (PROTOCOL §2.3).
  if (load[kind] >= max) throw comeAgain(`This server takes ${max} ${kind} at once, and is taking them already.`);
  load[kind] += 1;
  return new Intake(kind, limits.requestBytesInFlightMax);
}

function comeAgain(why: string): AppError {
  const retryAfterMs = RETRY_MS_MIN + Math.random() * (RETRY_MS_MAX - RETRY_MS_MIN);
  return new AppError("unavailable", `${why} Send this one again.`, { retryAfterMs });
}
