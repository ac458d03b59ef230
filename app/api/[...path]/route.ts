import { AppError } from "@/lib/errors";
import { route } from "@/lib/http/handle";

/** Paths under /api that no other route file takes: scripts read JSON, so they do not get the page of a browser. */
const nothingHere = route(async (call) => {
  throw new AppError(
    "not-found",
    `Nothing is at ${call.method} ${call.path}; /api/v1/openapi.json lists what there is.`,
  );
});

export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
