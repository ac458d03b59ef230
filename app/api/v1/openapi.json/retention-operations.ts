import { ErasureInput } from "@/lib/model/erasures";
import { ImprovementPath } from "@/lib/model/improvement";
import { DeletionsInput, HoldInput, RetentionRunInput, RunPath } from "@/lib/model/retention";
import { SessionPath } from "@/lib/model/sessions";
import type { Operation } from "./operations";

const JSON_TYPE = "application/json";
const WRONG_INPUT = { 400: "A field is wrong; the message names it." };
const NO_RIGHT = { 403: "The asker may not do this, or another site's page asks." };
const NOT_FOUND = { 404: "Unknown here; another project's ids are unknown too." };
const HELD = { 409: "Somebody holds the session; the message says who and why." };

/** What is deleted, when, and what is not. */
export const RETENTION_OPERATIONS: Operation[] = [
  {
    method: "get",
    path: "/api/v1/project/retention-runs",
    tag: "Retention",
    summary: "The last runs, the latest first, and when the next comes by itself",
    answers: [{ type: JSON_TYPE, schema: "RetentionRuns" }],
  },
  {
    method: "post",
    path: "/api/v1/project/retention-runs",
    tag: "Retention",
    summary: "Asks for a run now, or (dryRun) for what one would delete; answers 202 with its id",
    input: RetentionRunInput,
    body: [JSON_TYPE],
    answers: [{ type: JSON_TYPE, schema: "MadeRun" }],
    statuses: { ...WRONG_INPUT, ...NO_RIGHT },
  },
  {
    method: "get",
    path: "/api/v1/project/retention-runs/{id}",
    tag: "Retention",
    summary: "What a run found or deleted, so far while it is running",
    input: RunPath,
    answers: [{ type: JSON_TYPE, schema: "RetentionRun" }],
    statuses: NOT_FOUND,
  },
  {
    method: "get",
    path: "/api/v1/project/holds",
    tag: "Retention",
    summary: "The sessions that nothing may delete",
    answers: [{ type: JSON_TYPE, schema: "Holds" }],
  },
  {
    method: "get",
    path: "/api/v1/sessions/{id}/hold",
    tag: "Retention",
    summary: "Who holds this session, and why; null when nobody does",
    input: SessionPath,
    answers: [{ type: JSON_TYPE }],
  },
  {
    method: "put",
    path: "/api/v1/sessions/{id}/hold",
    tag: "Retention",
    summary: "Keeps the session from retention, deletion and erasure until the hold is lifted",
    input: HoldInput,
    body: [JSON_TYPE],
    answers: [{ type: JSON_TYPE }],
    statuses: { ...WRONG_INPUT, ...NO_RIGHT, ...NOT_FOUND },
  },
  {
    method: "delete",
    path: "/api/v1/sessions/{id}/hold",
    tag: "Retention",
    summary: "Lifts the hold",
    input: SessionPath,
    answers: [],
    statuses: { ...NO_RIGHT, ...NOT_FOUND },
  },
  {
    method: "delete",
    path: "/api/v1/sessions/{id}",
    tag: "Retention",
    summary: "Deletes the session: out of sight at once, journal and files within seconds; answers 202",
    input: SessionPath,
    answers: [{ type: JSON_TYPE }],
    statuses: { ...NO_RIGHT, ...NOT_FOUND, ...HELD },
  },
  {
    method: "post",
    path: "/api/v1/sessions/deletions",
    tag: "Retention",
    summary: "Deletes up to 1,000 sessions; held ones stay; answers 202",
    input: DeletionsInput,
    body: [JSON_TYPE],
    answers: [{ type: JSON_TYPE, schema: "Deletions" }],
    statuses: { ...WRONG_INPUT, ...NO_RIGHT },
  },
  {
    method: "get",
    path: "/api/v1/erasures",
    tag: "Retention",
    summary: "The project's erasures with their receipts, the latest first",
    answers: [{ type: JSON_TYPE, schema: "Erasures" }],
    statuses: NO_RIGHT,
  },
  {
    method: "post",
    path: "/api/v1/erasures",
    tag: "Retention",
    summary:
      "Erases all of a participant, a phone number, a room or a session, or (dryRun) says what that is; answers 202",
    input: ErasureInput,
    body: [JSON_TYPE],
    answers: [{ type: JSON_TYPE, schema: "MadeRun" }],
    statuses: { ...WRONG_INPUT, ...NO_RIGHT },
  },
  {
    method: "get",
    path: "/api/v1/erasures/{id}",
    tag: "Retention",
    summary: "The receipt of an erasure",
    input: RunPath,
    answers: [{ type: JSON_TYPE, schema: "Erasure" }],
    statuses: { ...NO_RIGHT, ...NOT_FOUND },
  },
  {
    method: "get",
    path: "/api/v1/project/improvement-records",
    tag: "Retention",
    summary: "What sessions past retention have left for the improvement programme: figures without words",
    answers: [{ type: JSON_TYPE, schema: "ImprovementRecords" }],
  },
  {
    method: "delete",
    path: "/api/v1/project/improvement-records",
    tag: "Retention",
    summary: "Deletes all of it",
    answers: [{ type: JSON_TYPE }],
    statuses: NO_RIGHT,
  },
  {
    method: "delete",
    path: "/api/v1/project/improvement-records/{id}",
    tag: "Retention",
    summary: "Deletes one record",
    input: ImprovementPath,
    answers: [],
    statuses: { ...NO_RIGHT, ...NOT_FOUND },
  },
];
