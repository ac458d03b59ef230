import { AppError } from "@/lib/errors";
import type { Call } from "./call";

/** Whether a request's body is gzip. Errors: `unsupported` for any other encoding but none. */
export function isGzipped(call: Call): boolean {
  const sent = call.header("content-encoding");
  if (sent === "gzip") return true;
  const encoding = sent?.trim().toLowerCase() || "identity";
  if (encoding === "gzip" || encoding === "x-gzip") return true;
  if (encoding === "identity") return false;
  throw new AppError("unsupported", `Content-Encoding "${encoding}" is not understood here; send gzip or none.`);
}
