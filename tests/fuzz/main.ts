import { parseArgs } from "node:util";
import { randomSequence } from "../unit/lib/normalise/random";
import { openHttpFuzz } from "./http";
import { downloadsOf, importMutated } from "./imports";
import { fuzz, samplesOf } from "./rounds";

// `npm run fuzz -- --rounds 100000 --seed 1`: mutated requests from the first byte to the timeline, one in twenty over HTTP to
// real handlers, one in a hundred a downloaded session that is imported. Ends with 1 at the first that crashes, hangs, or is refused without words; `--first N --rounds 1` brings it back.

const HTTP_ONE_OF = 20;
const IMPORTS_ONE_OF = 100;
const TELL_EVERY = 5_000;
/** Growth of the process after the first 2,000 rounds: V8 keeps what it likes, but not what 100,000 rounds would leave behind. */
const WARM_ROUNDS = 2_000;
const WARM_IMPORTS = 50;
const GROWTH_BYTES_MAX = 400 * 1024 * 1024;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    first: { type: "string", default: "0" },
    "no-http": { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const samples = samplesOf();
let warmBytes = Number.POSITIVE_INFINITY;

function watch(round: number): void {
  const { rss } = process.memoryUsage();
  const done = round - Number(values.first) + 1;
  if (done === WARM_ROUNDS) warmBytes = rss;
  if (rss > warmBytes + GROWTH_BYTES_MAX)
    throw new Error(`memory grew from ${warmBytes} to ${rss} bytes by round ${round}`);
  if (done % TELL_EVERY === 0) console.log(`${done} rounds, ${Math.round(rss / 2 ** 20)} MiB`);
}

const startMs = performance.now();
try {
  const report = await fuzz({ rounds, seed, samples, firstRound: Number(values.first), onRound: watch });
  const refused = [...report.refusals.values()].reduce((sum, count) => sum + count, 0);
  const seconds = Math.round((performance.now() - startMs) / 1000);
  console.log(
    `${report.rounds} rounds of ${samples.length} requests in ${seconds} s: ${report.sessions} sessions derived,`,
  );
  console.log(
    `${refused} refused in ${report.refusals.size} different words, slowest round ${Math.round(report.slowestMs)} ms`,
  );
  if (!values["no-http"]) console.log(await overHttp(Math.ceil(rounds / HTTP_ONE_OF)));
} catch (error) {
  console.error(error);
  process.exit(1);
}
process.exit(0);

async function overHttp(count: number): Promise<string> {
  const http = await openHttpFuzz();
  const statuses = new Map<number, number>();
  try {
    for (let round = 0; round < count; round++) {
      const random = randomSequence(seed * 7_000_003 + round);
      const sample = samples[Math.floor(random() * samples.length)];
      if (!sample) throw new Error("no captures in tests/fixtures");
      const status = await http.send(sample, random, samples).catch((error: unknown) => {
        throw new Error(`--seed ${seed}, HTTP round ${round}`, { cause: error });
      });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    console.log(await imports(http, Math.ceil(rounds / IMPORTS_ONE_OF)));
  } finally {
    await http.close();
  }
  return `${count} over HTTP: ${inWords(statuses)}`;
}

async function imports(http: Awaited<ReturnType<typeof openHttpFuzz>>, count: number): Promise<string> {
  const downloads = await downloadsOf(http);
  const statuses = new Map<number, number>();
  let warm = Number.POSITIVE_INFINITY;
  for (let round = 0; round < count; round++) {
    const random = randomSequence(seed * 9_000_011 + round);
    const status = await importMutated(http, downloads, random).catch((error: unknown) => {
      throw new Error(`--seed ${seed}, import round ${round}`, { cause: error });
    });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const { rss } = process.memoryUsage();
    if (round === WARM_IMPORTS) warm = rss;
    if (rss > warm + GROWTH_BYTES_MAX) throw new Error(`imports grew the process from ${warm} to ${rss} bytes`);
  }
  return `${count} imports: ${inWords(statuses)}`;
}

function inWords(statuses: Map<number, number>): string {
  const said = [...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${times} × ${status}`);
  return said.join(", ");
}
