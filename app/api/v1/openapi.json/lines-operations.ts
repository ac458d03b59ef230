import { LineStreamQuery } from "@/lib/model/lines";
import type { Operation } from "./operations";

/** What agent processes print. */
export const LINES_OPERATIONS: Operation[] = [
  {
    method: "get",
    path: "/api/v1/lines/stream",
    tag: "Lines",
    summary:
      "Server-sent events: the newest lines that a filter finds, then those that come (`lines`), and how many were left out where more is printed than can be followed (`notice`); `id` is the cursor",
    input: LineStreamQuery,
    answers: [{ type: "text/event-stream" }],
    statuses: { 400: "A parameter is wrong, or the filter cannot be understood; the message says where and why." },
  },
];
