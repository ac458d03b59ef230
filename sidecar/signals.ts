import { readFileSync } from "node:fs";

/** What a child is to hear of as if it ran by itself. */
const FORWARDED = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;

const ENDING = new Set<NodeJS.Signals>(["SIGTERM", "SIGINT"]);

/** Two hang-ups in a row are meant to end it; hours apart they are two requests to read settings again. */
const HANG_UP_MS = 5_000;

export interface SignalTarget {
  kill(signal: NodeJS.Signals): unknown;
}

export interface Forwarding {
  /** The child is there: what came before it was is handed on. */
  to(child: SignalTarget): void;
  stop(): void;
}

/** Takes the signals of this process: the first goes to the child, a second one that asks it to end kills it. */
export function forwardSignals(onEnding: (signal: NodeJS.Signals, kills: boolean) => void): Forwarding {
  let child: SignalTarget | null = null;
  const early: NodeJS.Signals[] = [];
  let last: { signal: NodeJS.Signals; at: number } | null = null;

  const onSignal = (signal: NodeJS.Signals) => {
    if (!child) return void early.push(signal);
    const kills = isSecond(signal, last, Date.now());
    if (ENDING.has(signal) || signal === "SIGHUP") last = { signal, at: Date.now() };
    if (ENDING.has(signal)) onEnding(signal, kills);
    if (kills) child.kill("SIGKILL");
    // What a terminal sends, it sends to the child as well.
    else if (!(signal === "SIGINT" || signal === "SIGQUIT") || !isOfTerminal()) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, onSignal);
  return {
    to(target) {
      child = target;
      for (const signal of early.splice(0)) onSignal(signal);
    },
    stop() {
      for (const signal of FORWARDED) process.off(signal, onSignal);
    },
  };
}

function isSecond(signal: NodeJS.Signals, last: { signal: NodeJS.Signals; at: number } | null, now: number): boolean {
  if (!last || !(ENDING.has(signal) || signal === "SIGHUP")) return false;
  return ENDING.has(last.signal) || (signal === "SIGHUP" && now - last.at <= HANG_UP_MS);
}

/** Whether keys like Ctrl-C reach this process and its child. Source: proc(5), stat: pgrp and tpgid. */
function isOfTerminal(): boolean {
  try {
    const fields = readFileSync("/proc/self/stat", "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return fields[2] === fields[5];
  } catch {
    return false;
  }
}
