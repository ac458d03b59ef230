import { z } from "zod";
import { OPERATIONS, type Operation, SCHEMAS } from "./operations";

const ERROR = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message"],
      properties: { code: { type: "string" }, message: { type: "string" } },
    },
  },
};

/** The OpenAPI 3.1 document of all endpoints, made from the schemas that handlers check and browsers parse with. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: toOperation(operation) };
  }
  const schemas = Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchema(schema, "output")]);
  return {
    openapi: "3.1.0",
    info: {
      title: "Earshot",
      version: "1",
      description:
        "Self-hosted observability for voice agents. Positions are milliseconds since the session's startedAt; instants are ISO 8601 UTC.",
    },
    security: [{ keyPair: [] }, { browser: [] }],
    paths,
    components: {
      securitySchemes: {
        keyPair: {
          type: "http",
          scheme: "bearer",
          description: "<API key>:<API secret>; LiveKit SDKs sign a JWT with it",
        },
        browser: { type: "apiKey", in: "cookie", name: "earshot_login" },
      },
      schemas: { ...Object.fromEntries(schemas), Error: ERROR },
    },
  };
}

function toOperation(operation: Operation): object {
  const content = operation.answers.map(({ type, schema }) => [
    type,
    schema ? { schema: { $ref: `#/components/schemas/${schema}` } } : {},
  ]);
  const failures = operation.isOpen ? {} : { 401: "No key, or a wrong one", ...operation.statuses };
  const responses = Object.entries({ ...failures, ...operation.statuses }).map(([status, description]) => [
    status,
    Number(status) < 400 ? { description } : { description, content: { "application/json": { schema: errorRef } } },
  ]);
  return {
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.isOpen ? { security: [] } : {}),
    parameters: toParameters(operation),
    ...(operation.body ? { requestBody: toBody(operation, operation.body) } : {}),
    responses: { 200: { description: "OK", content: Object.fromEntries(content) }, ...Object.fromEntries(responses) },
  };
}

const errorRef = { $ref: "#/components/schemas/Error" };

/** A body that is no JSON has no fields: they stand in the query. */
function hasFields({ method, body = [] }: Operation): boolean {
  return method !== "get" && (body.length === 0 || body.includes("application/json"));
}

function toParameters(operation: Operation): object[] {
  const { path, input, isOpen, method } = operation;
  const { properties = {}, required = [] } = input ? jsonSchema(input, "input") : {};
  const fields = Object.entries(properties).map(([name, schema]) => {
    const isInPath = path.includes(`{${name}}`);
    return { name, in: isInPath ? "path" : "query", required: isInPath || required.includes(name), schema };
  });
  // What is sent with a body stands there.
  const parameters = fields.filter((field) => !hasFields(operation) || field.in === "path");
  const project = { name: "project", in: "query", required: false, schema: { type: "string" } };
  const isReadByBrowsers = method === "get" && !isOpen;
  return isReadByBrowsers
    ? [...parameters, { ...project, description: "Slug of the project, for browsers; a key knows its own" }]
    : parameters;
}

/** A JSON body has the fields of `input` that the path does not name; other bodies are described in words. */
function toBody(operation: Operation, types: string[]): object {
  const { path } = operation;
  const input = hasFields(operation) ? operation.input : undefined;
  const { properties = {}, required = [], ...rest } = input ? jsonSchema(input, "input") : {};
  const isInBody = (name: string) => !path.includes(`{${name}}`);
  const fields = Object.fromEntries(Object.entries(properties).filter(([name]) => isInBody(name)));
  const schema = { ...rest, properties: fields, required: required.filter(isInBody) };
  return { required: true, content: Object.fromEntries(types.map((type) => [type, input ? { schema } : {}])) };
}

interface ObjectSchema {
  properties?: Record<string, object>;
  required?: string[];
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): ObjectSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  return rest as ObjectSchema;
}
