/** Anything that checks an answer and gives it its type: a zod schema fits. */
interface Parser<T> {
  parse(value: unknown): T;
}

/** A request that failed, with words for the person. `status` 0: no answer came at all. */
export class RequestError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "RequestError";
    this.status = status;
    this.code = code;
  }
}

/** Asks for JSON and parses it. Throws `RequestError` with the server's own words where it gave any. */
export async function fetchJson<T>(schema: Parser<T>, url: string, init: RequestInit = {}): Promise<T> {
  const { response, text } = await answerOf(url, init);
  if (!response.ok) throw failureOf(response.status, text);
  try {
    return schema.parse(text === "" ? null : JSON.parse(text));
  } catch (error) {
    throw new RequestError(
      response.status,
      "unreadable",
      "The server's answer has another shape than this page expects. Reload the page: it may be older than the server.",
      error,
    );
  }
}

async function answerOf(url: string, init: RequestInit): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, { ...init, headers: { accept: "application/json", ...init.headers } });
    return { response, text: await response.text() };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new RequestError(0, "unreachable", "The server does not answer. Is it still running?", error);
  }
}

function failureOf(status: number, text: string): RequestError {
  const said = saidIn(text);
  if (said) return new RequestError(status, said.code, said.message);
  return new RequestError(status, "unknown", `The server answered with status ${status} and no explanation.`);
}

/** The API's error shape is `{ error: { code, message } }`; a proxy in between may answer with anything. */
function saidIn(text: string): { code: string; message: string } | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : null;
  if (typeof error !== "object" || error === null || !("message" in error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "unknown";
  return typeof error.message === "string" ? { code, message: error.message } : null;
}
