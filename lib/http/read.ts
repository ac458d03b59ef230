import type { z } from "zod";
import { authenticateReader, authenticateSessionReader } from "@/lib/access/reader";
import { AppError } from "@/lib/errors";
import type { Reader, Right } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";
import type { Reply } from "./call";
import { type Route, route } from "./handle";

/**
 * A GET that answers JSON: path and query parameters are checked by `schema`, the asker is proven (`right`: what he
 * must be allowed), and what `answer` returns is sent. Errors: `invalid` names each wrong parameter; those of
 * `authenticateReader` and of `answer` itself.
 */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  answer: (scope: ProjectScope, input: z.infer<Schema>, reader: Reader) => Promise<unknown>,
  right: Right = "read",
): Route {
  return route(async (call) => {
    const reader = await authenticateReader(call, right);
    const input = parseInput(schema, { ...queryFields(call.query), ...call.params });
    return json(await answer(reader.scope, input, reader), { project: reader.scope.projectId });
  });
}

/** The same for what is read of the session that the path names (`id`), which links to it open, too. */
export function readSession<Schema extends z.ZodType>(
  schema: Schema,
  answer: (reader: Reader, input: z.infer<Schema>) => Promise<unknown>,
): Route {
  return route(async (call) => {
    const reader = await authenticateSessionReader(call);
    const input = parseInput(schema, { ...queryFields(call.query), ...call.params });
    return json(await answer(reader, input), { project: reader.scope.projectId, actor: reader.actor.id });
  });
}

/** Query parameters by name; one that stands several times is a list. */
export function queryFields(query: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}

/** Checks outside data against a schema. Errors: `invalid`, with every wrong field and why. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`);
  throw new AppError("invalid", mistakes.join("; "));
}

/** A JSON answer; bytes are JSON already. Never cached: a session grows. */
export function json(answer: unknown, facts?: Reply["facts"]): Reply {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return { status: 200, headers, body: answer instanceof Uint8Array ? answer : JSON.stringify(answer), facts };
}
