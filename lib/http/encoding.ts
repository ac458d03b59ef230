import { AppError } from "@/lib/errors";
import type { Call } from "./call";

/** How a body may be compressed: as SDKs and exporters do (`deflate`: Python's OpenTelemetry exporter, when asked to). */
type BodyCoding = "gzip" | "deflate" | "identity";

const CODINGS: Record<string, BodyCoding> = {
  gzip: "gzip",
  "x-gzip": "gzip",
  deflate: "deflate",
  identity: "identity",
};

/** How a request's body is compressed. Errors: `unsupported` for what is not among `taken`. */
export function bodyCoding(call: Call, taken: readonly BodyCoding[]): BodyCoding {
  const header = call.header("content-encoding");
  // As all SDKs spell it.
  if (header === "gzip" && taken.includes("gzip")) return "gzip";
  const sent = header?.trim().toLowerCase() || "identity";
  const coding = Object.hasOwn(CODINGS, sent) ? CODINGS[sent] : undefined;
  if (coding !== undefined && taken.includes(coding)) return coding;
  const others = taken.filter((one) => one !== "identity");
  const wanted = others.length === 0 ? "it uncompressed" : `${others.join(", ")} or none`;
  throw new AppError("unsupported", `Content-Encoding "${sent}" is not understood here; send ${wanted}.`);
}

/** Whether a request's body is gzip. Errors: `unsupported` for any other encoding but none. */
export function isGzipped(call: Call): boolean {
  return bodyCoding(call, ["gzip", "identity"]) === "gzip";
}
