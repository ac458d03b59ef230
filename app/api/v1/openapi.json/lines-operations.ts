import {
  LineContextQuery,
  LineDownloadQuery,
  LineHistogramQuery,
  LineStreamQuery,
  LinesQuery,
} from "@/lib/model/lines";
import type { Operation } from "./operations";

const JSON_TYPE = "application/json";
const WRONG_INPUT = {
  400: "A parameter is wrong, or the filter cannot be understood; the message says where and why.",
};

/** What agent processes print. */
export const LINES_OPERATIONS: Operation[] = [
  {
    method: "get",
    path: "/api/v1/lines",
    tag: "Lines",
    summary:
      "One page of lines: filter (docs/search.md), time and order; nextCursor leads on, notice says what was not looked at yet",
    input: LinesQuery,
    answers: [{ type: JSON_TYPE, schema: "Lines" }],
    statuses: WRONG_INPUT,
  },
  {
    method: "get",
    path: "/api/v1/lines/histogram",
    tag: "Lines",
    summary: "How many lines of which level fall into which part of the time; isComplete says whether all were counted",
    input: LineHistogramQuery,
    answers: [{ type: JSON_TYPE, schema: "LineHistogram" }],
    statuses: WRONG_INPUT,
  },
  {
    method: "get",
    path: "/api/v1/lines/context",
    tag: "Lines",
    summary: "What was printed around a line, by its worker or by all; the earliest first",
    input: LineContextQuery,
    answers: [{ type: JSON_TYPE, schema: "Lines" }],
    statuses: WRONG_INPUT,
  },
  {
    method: "get",
    path: "/api/v1/lines/download",
    tag: "Lines",
    summary: "All lines of a filter as text or NDJSON, streamed",
    input: LineDownloadQuery,
    answers: [{ type: "text/plain" }, { type: "application/x-ndjson" }],
    statuses: WRONG_INPUT,
  },
  {
    method: "get",
    path: "/api/v1/lines/stream",
    tag: "Lines",
    summary:
      "Server-sent events: the newest lines that a filter finds, then those that come (`lines`), and how many were left out where more is printed than can be followed (`notice`), and `closed` ({ code, message }) when the reader's right ends; `id` is the cursor",
    input: LineStreamQuery,
    answers: [{ type: "text/event-stream" }],
    statuses: WRONG_INPUT,
  },
  {
    method: "post",
    path: "/api/v1/runtime-lines",
    tag: "Telemetry",
    summary:
      "Takes what agent processes print: records of the sidecar or objects of other shippers as NDJSON or a JSON array, or an OTLP export of logs (answered as OTLP does); `?agent=&worker=&deployment=&host=` name those that name nobody",
    body: ["application/x-ndjson", JSON_TYPE, "application/x-protobuf"],
    answers: [{ type: JSON_TYPE, schema: "RuntimeLines" }, { type: "application/x-protobuf" }],
    statuses: {
      400: "The body is malformed; single records that are, are named in the answer instead",
      413: "The request holds more lines or bytes than LINES_PER_REQUEST_MAX and LINES_BYTES_MAX say",
      415: "Another content type or encoding",
      503: "Not stored; Retry-After says when to send it again",
    },
  },
];
