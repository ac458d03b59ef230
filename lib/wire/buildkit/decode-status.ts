/** A step of a build as BuildKit tells it: again and again, each time with what is known by then. */
export interface SentVertex {
  digest: string;
  name: string;
  startedMs: number | null;
  completedMs: number | null;
  isCached: boolean;
  error: string | null;
}

/** What a step printed: any piece of its output, not whole lines. */
export interface SentOutput {
  vertex: string;
  atMs: number | null;
  data: Buffer;
}

export interface SentWarning {
  vertex: string;
  short: string;
  detail: string[];
}

/** One status of a build. */
export interface BuildStatus {
  vertexes: SentVertex[];
  outputs: SentOutput[];
  warnings: SentWarning[];
}

type Fields = Record<string, unknown>;

/**
 * Reads one line of `docker build --progress=rawjson`, which is also what LiveKit's CLI gets from a build service; null for a line
 * that is something else. Bytes are base64, times RFC 3339; Go writes a time that is not set as year 1.
 * Source: moby/buildkit, client/graph.go, SolveStatus, Vertex, VertexLog, VertexWarning.
 */
export function decodeBuildStatus(line: string): BuildStatus | null {
  if (!line.startsWith("{")) return null;
  let sent: unknown;
  try {
    sent = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isFields(sent)) return null;
  const parts = ["vertexes", "statuses", "logs", "warnings"].map((name) => sent[name]);
  // A program's own line of JSON has none of them, or not as lists.
  if (!parts.some(Array.isArray) || !parts.every((part) => part == null || Array.isArray(part))) return null;
  return {
    vertexes: listOf(sent.vertexes).flatMap(toVertex),
    outputs: listOf(sent.logs).map((log) => ({
      vertex: textOf(log.vertex),
      atMs: timeOf(log.timestamp),
      data: bytesOf(log.data),
    })),
    warnings: listOf(sent.warnings).map((warning) => ({
      vertex: textOf(warning.vertex),
      short: bytesOf(warning.short).toString("utf8"),
      detail: Array.isArray(warning.detail) ? warning.detail.map((part) => bytesOf(part).toString("utf8")) : [],
    })),
  };
}

function toVertex(sent: Fields): SentVertex[] {
  const digest = textOf(sent.digest);
  if (digest === "") return [];
  return [
    {
      digest,
      name: textOf(sent.name),
      startedMs: timeOf(sent.started),
      completedMs: timeOf(sent.completed),
      isCached: sent.cached === true,
      error: textOf(sent.error) || null,
    },
  ];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function timeOf(value: unknown): number | null {
  const ms = Date.parse(textOf(value));
  return Number.isNaN(ms) || ms < 0 ? null : ms;
}

function bytesOf(value: unknown): Buffer {
  return Buffer.from(textOf(value), "base64");
}
