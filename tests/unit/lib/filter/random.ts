import type { WantedLine } from "./lines";

/** Repeatable chance. Source: Numerical Recipes, the quick generator. */
export function chance(seed: number): <T>(of: readonly T[]) => T {
  let state = seed * 7_919 + 1;
  return (of) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return of[Math.floor((state / 2 ** 32) * of.length)] as (typeof of)[number];
  };
}

const WORDS = [
  "alpha",
  "beta",
  "Gamma",
  "alpha-beta",
  "beta.py",
  "AJ_1",
  "aj_12",
  "x1y2z3",
  "12",
  "0.5",
  "0.50",
  "-3",
  "1e3",
  "世界",
  "世",
  "é",
  "e\u0301t",
  "a_b",
];
const SPACES = [" ", "  ", "\t", "\n", ", ", "/", ": "];
const FIELDS = [
  "reason",
  "host",
  "error",
  "nested",
  "code.file.path",
  "code.file.path",
  "n",
  "name",
  "room_id",
  "roomId",
  "list",
];
const WORKERS = [
  { worker: "w-1", agent: "a", deployment: null, host: null },
  { worker: "alpha", agent: "alpha", deployment: "v1", host: "h-1" },
  { worker: "beta-7", agent: "a", deployment: "v12", host: null },
];

/** Lines of few words, so that filters of the same words meet them. */
export function randomLines(seed: number, count: number): WantedLine[] {
  const pick = chance(seed);
  return Array.from({ length: count }, (_, index) => {
    const raw = pick([true, true, false]) ? JSON.stringify(object(pick, 0)) : text(pick);
    return {
      raw: index % 40 === 39 ? `${raw} ${Array.from({ length: 500 }, (_, word) => `q${word}`).join(" ")}` : raw,
      ...pick(WORKERS),
      stream: pick(["stdout", "stderr"] as const),
    };
  });
}

type Pick = ReturnType<typeof chance>;

function text(pick: Pick): string {
  return Array.from({ length: pick([0, 1, 2, 4]) }, () => pick(WORDS) + pick(SPACES)).join("");
}

function object(pick: Pick, depth: number): Record<string, unknown> {
  const fields = Array.from({ length: pick([1, 2, 4]) }, () => [pick(FIELDS), randomValue(pick, depth)] as const);
  if (depth > 0) return Object.fromEntries(fields);
  const known = {
    message: text(pick),
    ...(pick([true, false]) ? { level: pick(["INFO", "ERROR", 40, "DEBUG"]) } : {}),
  };
  const more = pick([
    {},
    { job_id: pick(WORDS) },
    { exc_info: text(pick) },
    { logger: pick(["alpha.beta", "x", "***"]) },
  ]);
  return { ...Object.fromEntries(fields), ...known, ...more };
}

function randomValue(pick: Pick, depth: number): unknown {
  const nested = depth < 2 ? [() => object(pick, depth + 1), () => [randomValue(pick, depth + 1), pick(WORDS)]] : [];
  const flat = [
    () => pick(WORDS),
    () => text(pick),
    () => pick([0, 1, -3, 12, 0.5, 1e21, 1e-7, 8350]),
    () => pick([true, null, "", " beta "]),
  ];
  return pick([...flat, ...flat, ...nested])();
}

/** A filter that is well written. */
export function randomFilter(seed: number): string {
  return group(chance(seed + 1_000), 0);
}

function group(pick: Pick, depth: number): string {
  const parts = Array.from({ length: pick([1, 1, 2, 3]) }, () => {
    const not = pick(["", "", "", "-", "NOT "]);
    return depth < 2 && pick([1, 2, 3, 4]) === 1 ? `${not}(${group(pick, depth + 1)})` : not + condition(pick);
  });
  return parts.join(pick([" ", " ", " OR ", " AND "]));
}

function condition(pick: Pick): string {
  const field = pick([
    ...FIELDS,
    "worker",
    "agent",
    "deployment",
    "message",
    "exception",
    "logger",
    "job_id",
    "fields.host",
    "nested.n",
    "error.reason",
  ]);
  return pick([
    () => sought(pick),
    () => sought(pick),
    () => `level:${pick(["", ">", "<=", ">="])}${pick(["info", "error", "warn"])}`,
    () => `stream:${pick(["stdout", "stderr"])}`,
    () => `${field}:*`,
    () => `${field}:${pick(["", "", "="])}${sought(pick)}`,
    () =>
      `${pick(FIELDS.filter((name) => name !== "name" && name !== "host"))}:${pick([">", "<", ">=", "<="])}${pick([0, 0.5, -3, 12, 1000])}`,
  ])();
}

function sought(pick: Pick): string {
  const word = pick(WORDS);
  return pick([
    () => word,
    () => `"${word}"`,
    () => `"${word}${pick(SPACES)}${pick(WORDS)}"`,
    () => `"${word}"*`,
    () => `${/^-/.test(word) ? "1" : word.slice(0, pick([1, 2, 3]))}*`,
  ])();
}
