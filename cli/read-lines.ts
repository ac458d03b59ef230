import { type Line, LinesAnswer } from "@/lib/model/lines";
import { ask, type Target } from "./target";

/** Which lines: a filter, and instants as ISO texts or null. */
export interface LinesAsked {
  q: string;
  from: string | null;
  to: string | null;
}

const PAGE_LINES = 1_000;

/** The newest lines, up to `limit`, the oldest of them first. Errors: those of `ask`. */
export async function readNewest(target: Target, asked: LinesAsked, limit: number): Promise<Line[]> {
  const newest: Line[] = [];
  for await (const page of pages(target, asked, "desc", limit)) newest.push(...page);
  return newest.slice(0, limit).reverse();
}

/** All lines, the oldest first, a page at a time. Errors: those of `ask`. */
export function readAll(target: Target, asked: LinesAsked): AsyncGenerator<Line[]> {
  return pages(target, asked, "asc", Number.POSITIVE_INFINITY);
}

async function* pages(
  target: Target,
  { q, from, to }: LinesAsked,
  order: "asc" | "desc",
  limit: number,
): AsyncGenerator<Line[]> {
  let left = limit;
  let cursor: string | null = null;
  do {
    const parameters = new URLSearchParams({ q, order, limit: String(Math.min(PAGE_LINES, left)) });
    for (const [name, value] of Object.entries({ from, to, cursor })) if (value !== null) parameters.set(name, value);
    const answer = LinesAnswer.parse(await (await ask(target, `/api/v1/lines?${parameters}`)).json());
    if (answer.notice) process.stderr.write(`${answer.notice}\n`);
    yield answer.lines;
    left -= answer.lines.length;
    cursor = answer.nextCursor;
  } while (cursor !== null && left > 0);
}
