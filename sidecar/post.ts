import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";

/** A server, and who sends: `url` without a trailing slash, `key` as KEY:SECRET. */
export interface Target {
  url: string;
  key: string;
}

export interface Reply {
  status: number;
  retryAfter: string | undefined;
  /** The beginning of the answer. */
  text: string;
}

const PATH = "/api/v1/runtime-lines";
const ANSWER_MS_MAX = 30_000;
const ANSWER_CHARS_MAX = 2000;
/** The first level halves the time of the sixth, and lines shrink to a sixth all the same. */
const GZIP_LEVEL = 1;

/** So little is compressed sooner than another thread is woken. */
const AT_ONCE_BYTES_MAX = 64 * 1024;

const compress = promisify(gzip);

/** Posts batches over one connection that stays open. */
export class Poster {
  readonly #target: Target;
  readonly #agent: HttpAgent;

  constructor(target: Target) {
    this.#target = target;
    const options = { keepAlive: true, maxSockets: 1 };
    this.#agent = target.url.startsWith("https:") ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Errors: that of the connection, in Node's words; what arrived is not known then. */
  async post(ndjson: Buffer): Promise<Reply> {
    const level = GZIP_LEVEL;
    const body = ndjson.length > AT_ONCE_BYTES_MAX ? await compress(ndjson, { level }) : gzipSync(ndjson, { level });
    const request = this.#target.url.startsWith("https:") ? httpsRequest : httpRequest;
    const headers = {
      authorization: `Bearer ${this.#target.key}`,
      "content-type": "application/x-ndjson",
      "content-encoding": "gzip",
      "content-length": body.length,
    };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#target.url}${PATH}`, { method: "POST", headers, agent: this.#agent }, (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          if (text.length < ANSWER_CHARS_MAX) text += chunk;
        });
        answer.once("error", reject);
        answer.once("end", () => {
          resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"], text });
        });
      });
      // In all, not of silence only: an answer that drips is none.
      const timer = setTimeout(() => sent.destroy(new Error("no answer within 30 s")), ANSWER_MS_MAX);
      timer.unref();
      sent.once("close", () => clearTimeout(timer));
      sent.once("error", reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
