import { REPLICAS } from "./line-load";

/** Searches of one kind are timed together. */
export const KINDS = ["words", "phrases", "fields", "combined", "in vain"] as const;
export type Kind = (typeof KINDS)[number];

const QUESTIONS: Record<Kind, (round: number) => string[]> = {
  words: (round) => [
    "insurance",
    "retrying",
    "reconnected",
    "certificate",
    "certif*",
    "kernelpanic",
    "booking backend",
    "TimeoutError",
    jobOf(round),
    `${jobOf(round + 7).slice(0, 14)}*`,
  ],
  phrases: () => [
    '"insurance gateway timed out"',
    '"event loop blocked"',
    '"websocket reconnected"',
    '"certificate expires soon"',
    '"booking backend slow"',
    '"process exiting"',
    '"checking availability"',
    '"no such file"',
    '"session agent closing"',
    '"expires soon"',
  ],
  fields: (round) => [
    "level:error",
    "level:>=warn",
    "doctor:Okafor",
    "elapsed_time:>0.5",
    "elapsed_time:>5",
    `job_id:${jobOf(round + 3)}`,
    `worker:${REPLICAS[(round * 31) % 80]?.worker}`,
    "deployment:v2",
    "code.function.name:entrypoint",
    "latency_ms:512",
    "code.file.path:agent.py",
    "-job_id:* -level:info",
  ],
  combined: (round) => [
    "level:>=warn insurance",
    "retrying degraded",
    "level:error -insurance",
    "(certificate OR kernelpanic) level:info",
    'level:warn "event loop blocked" deployment:v1',
    `worker:${REPLICAS[(round * 17) % 80]?.worker} level:error`,
    `checking availability doctor:Lindgren host:node-${round}`,
    "initializing process elapsed_time:<0.01",
    `n:>${9_000_000 - round * 1_000} reconnected`,
    "insurance lookup -level:error reason:*",
  ],
  "in vain": (round) => [
    `nosuchword${round}`,
    "nosuch*",
    "retrying insurance",
    '"timed out insurance gateway"',
    "level:fatal",
    "host:node-99",
    "insurance checking availability",
    "doctor:Nobody",
    "latency_ms:>100000",
    "level:error retrying deployment:v3",
  ],
};

export function questionsOf(kind: Kind, round: number): string[] {
  return QUESTIONS[kind](round);
}

/** A job somewhere in the first half of the lines. */
function jobOf(round: number): string {
  return `AJ_${(1_234 + round * 2_345).toString(36).padStart(12, "x")}`;
}
