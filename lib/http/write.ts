import type { z } from "zod";
import { checkSameOrigin } from "@/lib/access/origin";
import { authenticateReader } from "@/lib/access/reader";
import { AppError } from "@/lib/errors";
import type { Reader, Right } from "@/lib/model/people";
import type { Call } from "./call";
import { type Route, route } from "./handle";
import { json, parseInput } from "./read";

/** Settings, names, ids: nothing that is changed by JSON is larger. */
const BODY_BYTES_MAX = 1024 * 1024;

interface WriteOptions {
  /** What the asker must be allowed. */
  right?: Right;
  /** Of a good answer; 204 when `answer` gives nothing. */
  status?: number;
}

/**
 * A POST, PATCH, PUT or DELETE that takes and answers JSON: the asker is proven, a browser's request must come from our own
 * pages, and body and path parameters together are checked by `schema` (make it strict, so that a misspelt field is refused).
 * Errors: those of `authenticateReader`; `forbidden` for another site's page; `invalid` names each wrong field; `unsupported`
 * for a body that is no JSON by its type; those of `answer`.
 */
export function write<Schema extends z.ZodType>(
  schema: Schema,
  answer: (reader: Reader, input: z.infer<Schema>) => Promise<unknown>,
  { right = "manage", status = 200 }: WriteOptions = {},
): Route {
  return route(async (call) => {
    checkSameOrigin(call);
    const reader = await authenticateReader(call, right);
    const input = parseInput(schema, { ...(await readJson(call)), ...call.params });
    const given = await answer(reader, input);
    const facts = { project: reader.scope.projectId, actor: reader.actor.id };
    if (given === undefined) return { status: 204, facts };
    return { ...json(given, facts), status };
  });
}

/** The JSON object in the body; an empty body is an empty object. Errors: `unsupported`, `invalid`, `too-large`. */
export async function readJson(call: Call): Promise<Record<string, unknown>> {
  const bytes = await call.readBody(BODY_BYTES_MAX);
  if (bytes.length === 0) return {};
  // A form of another site can send other types without asking first; JSON it cannot.
  if (!/^application\/json\b/i.test(call.header("content-type") ?? "")) {
    throw new AppError("unsupported", "Send the body as JSON, with Content-Type: application/json.");
  }
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new AppError("invalid", `The body is no JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new AppError("invalid", "The body must be a JSON object.");
}
