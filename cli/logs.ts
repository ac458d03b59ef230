import { parseArgs } from "node:util";
import { localTimeFrame, parseTimeWords } from "@/lib/filter/time-words";
import { type Command, UsageError } from "./command";
import { followLines } from "./follow-lines";
import { LinePrinter } from "./line-printer";
import { filterOf } from "./lines-filter";
import { standardOutput } from "./output";
import { printBuildLog } from "./print-build-log";
import { type LinesAsked, readAll, readNewest } from "./read-lines";
import { TARGET_OPTIONS, TARGET_USAGE, type Target, targetOf } from "./target";
import { toWorkerIds } from "./worker-ids";

const SNAPSHOT_LINES = 200;
/** The server's bound of what comes before the live lines. */
const SNAPSHOT_LINES_MAX = 1_000;
/** They are held in memory until the oldest is there. */
const NEWEST_LINES_MAX = 100_000;

export const command: Command = {
  summary: "prints what agents print: all replicas together, past or live",
  usage: `earshot logs [--follow] [--agent NAME] [--worker ID] [--since 15m] [--level warn] [--filter '…']
    Prints the newest ${SNAPSHOT_LINES} lines of all replicas, the oldest of them first; with --since all lines from there on.

-f, --follow      goes on with what comes; waits for the server when it is away, and misses nothing
--agent NAME      of this agent; may be given again, and may end in *
--worker ID       of this replica; may be given again, may end in *, and may be the end of the id that the column shows
--deployment NAME of this version
--since TIME      from then on: 15m, 2h, "yesterday 14:00", 2026-11-20, an ISO time
--until TIME      up to then
--level LEVEL     this level and worse: trace, debug, info, warn, error, fatal
--filter TEXT     what the search box of the Logs screen takes: '"end of turn" -job_id:* duration:>0.5'
-n, --limit COUNT at most so many, the newest
--json            one JSON object a line, as the API gives them
--log-type TYPE   runtime; or build: the build log of --agent's current version, or of --deployment
${TARGET_USAGE}                  with scope read

Colours and short times are for terminals. Into a pipe go times in UTC and whole ids; NO_COLOR turns colours off.
`,
  async run(args) {
    const options = optionsOf(args);
    const output = standardOutput();
    if (options.isBuild) await printBuildLog(options.target, { ...options, agent: options.agents[0] ?? "" }, output);
    else {
      const showsAgent = options.agents.length !== 1 || (options.agents[0] ?? "").endsWith("*");
      const printer = new LinePrinter(output, { isJson: options.isJson, showsAgent });
      await printLines(options, await askedOf(options), printer);
    }
    return 0;
  },
};

type Options = ReturnType<typeof optionsOf>;

function optionsOf(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      ...TARGET_OPTIONS,
      ...{ follow: { type: "boolean", short: "f" }, json: { type: "boolean" } },
      ...{ agent: { type: "string", multiple: true }, worker: { type: "string", multiple: true } },
      ...{ deployment: { type: "string" }, level: { type: "string" }, filter: { type: "string" } },
      ...{ since: { type: "string" }, until: { type: "string" } },
      ...{ limit: { type: "string", short: "n" }, "log-type": { type: "string" } },
    } as const,
  });
  const { agent: agents = [], worker: workers = [], deployment = null, level = null, filter = null } = values;
  const isBuild = isOfBuild(values["log-type"] ?? "runtime");
  if (isBuild && agents.length !== 1) throw new UsageError("Name one agent with --agent: whose build log?");
  if (values.follow && values.until !== undefined) throw new UsageError("--until and --follow exclude each other.");
  const nowMs = Date.now();
  return {
    target: targetOf(values),
    ...{ agents, workers, deployment, level, filter },
    ...{ isBuild, isFollowing: values.follow === true, isJson: values.json === true },
    limit: values.limit === undefined ? null : toLimit(values.limit),
    from: values.since === undefined ? null : toInstant("--since", values.since, nowMs),
    to: values.until === undefined ? null : toInstant("--until", values.until, nowMs),
  };
}

/** The filter is made twice: what is wrong with it shall be said before a server is asked. */
async function askedOf(options: Options): Promise<LinesAsked> {
  filterOf(options);
  // Waits for a server that is away.
  if (options.isFollowing && options.workers.length > 0) await firstCursor(options.target, "");
  const workers = await toWorkerIds(options.target, options.workers);
  return { q: filterOf({ ...options, workers }), from: options.from, to: options.to };
}

function isOfBuild(type: string): boolean {
  if (type === "runtime" || type === "build") return type === "build";
  throw new UsageError(`--log-type is runtime or build, not "${type}".`);
}

function toLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0 && limit <= NEWEST_LINES_MAX) return limit;
  throw new UsageError(`--limit is a number from 1 to ${NEWEST_LINES_MAX}, not "${text}".`);
}

function toInstant(option: string, text: string, nowMs: number): string {
  const time = parseTimeWords(text, localTimeFrame(nowMs));
  if (!time.ok) throw new UsageError(`${option}: ${time.message}`);
  return new Date(time.atMs).toISOString();
}

async function printLines(
  { target, limit, isFollowing }: Options,
  asked: LinesAsked,
  printer: LinePrinter,
): Promise<void> {
  if (isFollowing) return follow(target, { asked, limit }, printer);
  if (asked.from === null || limit !== null)
    return printer.print(await readNewest(target, asked, limit ?? SNAPSHOT_LINES));
  for await (const lines of readAll(target, asked)) await printer.print(lines);
}

/** The past up to where the stream begins, then the stream: an id says on which side a line is, so none is missing or comes twice. */
async function follow(
  target: Target,
  { asked, limit }: { asked: LinesAsked; limit: number | null },
  printer: LinePrinter,
): Promise<void> {
  const { q } = asked;
  let cursor: string | null = null;
  if (asked.from !== null) {
    cursor = await firstCursor(target, q);
    const isPast = ({ id }: { id: string }) => BigInt(id) <= BigInt(cursor ?? 0);
    if (limit === null) for await (const lines of readAll(target, asked)) await printer.print(lines.filter(isPast));
    else await printer.print((await readNewest(target, asked, limit)).filter(isPast));
  }
  const snapshot = Math.min(limit ?? SNAPSHOT_LINES, SNAPSHOT_LINES_MAX);
  for await (const { lines, notice } of followLines(target, { q, cursor, snapshot }, say)) {
    if (notice !== null) await printer.printNotice(notice);
    await printer.print(lines);
  }
}

/** Where the stream stands now. */
async function firstCursor(target: Target, q: string): Promise<string | null> {
  for await (const { cursor } of followLines(target, { q, cursor: null, snapshot: 0 }, say)) return cursor;
  return null;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
