import { AppError } from "@/lib/errors";
import { parseJson } from "../json";
import { BYTES, ProtobufReader } from "../protobuf/reader";

export type TwirpFormat = "protobuf" | "json";

/** Which agent a request is about, by id or by name; "" is not said. */
export interface AgentRequest {
  agentId: string;
  agentName: string;
}

/** ListAgentsRequest has its two fields the other way round than all others. */
const ID_FIELD = { ListAgents: 2 } as Record<string, number>;

/** The format of a request and of its answer. Errors: `unsupported`. Source: twitchtv.github.io/twirp, "Twirp Wire Protocol". */
export function twirpFormat(contentType: string | null): TwirpFormat {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "application/protobuf") return "protobuf";
  if (type === "application/json") return "json";
  throw new AppError("unsupported", `Send application/protobuf or application/json, not ${type || "nothing"}.`);
}

/**
 * Reads which agent is meant. Everything else that such requests hold, secrets above all, is passed over and never decoded.
 * Errors: `invalid` when the body is no such message.
 * Source: livekit/protocol, protobufs/livekit_cloud_agent.proto, the messages *Request.
 */
export function decodeAgentRequest(method: string, format: TwirpFormat, body: Uint8Array): AgentRequest {
  if (format === "json") return decodeJson(body);
  const idField = ID_FIELD[method] ?? 1;
  const request: AgentRequest = { agentId: "", agentName: "" };
  const reader = new ProtobufReader(body);
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === ((idField << 3) | BYTES)) request.agentId = reader.text();
    else if (tag === (((3 - idField) << 3) | BYTES)) request.agentName = reader.text();
    else reader.skip();
  }
  return request;
}

function decodeJson(body: Uint8Array): AgentRequest {
  const value = parsed(body);
  const text = (...names: string[]) => {
    const found = names.map((name) => value[name]).find((each) => typeof each === "string");
    return typeof found === "string" ? found : "";
  };
  // JSON of protobuf may use either spelling.
  return { agentId: text("agent_id", "agentId"), agentName: text("agent_name", "agentName") };
}

function parsed(body: Uint8Array): Record<string, unknown> {
  try {
    const value = parseJson(Buffer.from(body).toString("utf8") || "{}");
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new AppError("invalid", "The body is no JSON.", { cause });
  }
  throw new AppError("invalid", "The body is no JSON object.");
}
