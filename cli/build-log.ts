import { fstatSync } from "node:fs";
import { parseArgs } from "node:util";
import { BUILD_LOG_BYTES_MAX, BuildLogAnswer } from "@/lib/model/agents";
import { type Command, UsageError } from "./command";
import { TARGET_OPTIONS, TARGET_USAGE, type Target, targetOf, wordsOf } from "./target";

export const command: Command = {
  summary: "keeps the output of a build with the version it made",
  usage: `earshot build-log --agent NAME --version VERSION [--commit SHA] [--by WHO] [--status failed] --url URL --key KEY:SECRET
    Reads the output of a build from standard input, passes it on, and sends it when it ends:

      docker build --progress=plain . 2>&1 | earshot build-log --agent receptionist --version v42
      earshot build-log --agent receptionist --version v42 < build.log

    The output of "docker build --progress=rawjson" is kept as text. Whether the build failed is read off its output, unless
    --status says it; the exit code of the build itself is kept by "set -o pipefail".

--agent NAME      as the agent calls itself (or EARSHOT_AGENT)
--version VERSION as its workers will call it: earshot run --deployment VERSION
--commit SHA      what was built
--by WHO          who built it, the key's name unless given
--status STATUS   succeeded or failed
${TARGET_USAGE}                  with scope ingest
`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        ...TARGET_OPTIONS,
        ...{ agent: { type: "string" }, version: { type: "string" }, commit: { type: "string" } },
        ...{ by: { type: "string" }, status: { type: "string" } },
      },
    });
    const { agent = process.env.EARSHOT_AGENT, version, commit, by, status } = values;
    if (!agent || !version) throw new UsageError("Say --agent and --version.");
    const target = targetOf(values);
    const startedAt = isPiped() ? new Date().toISOString() : undefined;
    const kept = new KeptOutput();
    process.stdout.on("error", () => undefined);
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      kept.add(chunk);
      await passOn(chunk);
    }
    const endedAt = startedAt && new Date().toISOString();
    const path = `/api/v1/agents/${encodeURIComponent(agent)}/deployments/${encodeURIComponent(version)}/build-log`;
    const facts = Object.entries({ commit, by, status, startedAt, endedAt }).filter((fact) => fact[1] !== undefined);
    const { build } = await send(target, `${path}?${new URLSearchParams(facts as [string, string][])}`, kept.whole());
    process.stderr.write(`Build log of ${agent} ${version} kept (${build.status}).\n`);
    return 0;
  },
};

/** A build that runs now has its times here; a file was written at another time. */
function isPiped(): boolean {
  const input = fstatSync(process.stdin.fd);
  return input.isFIFO() || input.isSocket();
}

/** Whoever reads our output may be slower than the build, or gone: the build goes on either way. */
function passOn(chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(chunk, () => resolve());
  });
}

/** Of an output that is larger than the server takes, the first and the last part are kept. */
class KeptOutput {
  readonly #first: Buffer[] = [];
  readonly #last: Buffer[] = [];
  #firstBytes = 0;
  #lastBytes = 0;
  #leftOutBytes = 0;

  add(chunk: Buffer): void {
    if (this.#firstBytes + chunk.length <= HALF_BYTES && this.#last.length === 0) {
      this.#first.push(chunk);
      this.#firstBytes += chunk.length;
      return;
    }
    this.#last.push(chunk);
    this.#lastBytes += chunk.length;
    while (this.#lastBytes > HALF_BYTES) {
      const gone = this.#last.shift()?.length ?? 0;
      this.#lastBytes -= gone;
      this.#leftOutBytes += gone;
    }
  }

  whole(): Buffer {
    const words = this.#leftOutBytes > 0 ? `\n[earshot: ${this.#leftOutBytes} bytes of this build are left out]\n` : "";
    return Buffer.concat([...this.#first, Buffer.from(words), ...this.#last]);
  }
}

/** Room for the words between the two. */
const HALF_BYTES = BUILD_LOG_BYTES_MAX / 2 - 1024;

async function send(target: Target, path: string, body: Buffer): Promise<BuildLogAnswer> {
  const headers = { authorization: `Bearer ${target.key}`, "content-type": "text/plain; charset=utf-8" };
  const init = { method: "POST", headers, body: new Uint8Array(body) };
  const answer = await fetch(`${target.url}${path}`, init).catch((cause: unknown) => {
    throw new Error(`${target.url} does not answer. Is it running?`, { cause });
  });
  const text = await answer.text();
  if (answer.status === 201) return BuildLogAnswer.parse(JSON.parse(text));
  throw new Error(wordsOf(text) ?? `${target.url} answered with status ${answer.status}.`);
}
