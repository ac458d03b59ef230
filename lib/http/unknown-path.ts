import { AppError } from "@/lib/errors";
import { route } from "./handle";

/** Refuses a path that no route file takes, in JSON: scripts should not get the page that is meant for people. */
export const unknownPath = route(async (call) => {
  throw new AppError(
    "not-found",
    `Nothing is at ${call.method} ${call.path}; /api/v1/openapi.json lists what there is.`,
  );
});
