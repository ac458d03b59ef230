import { SessionsExportQuery, SessionsFilter, SessionsQuery } from "@/lib/model/sessions";
import { NewView, ViewChange, ViewPath } from "@/lib/model/views";
import type { Operation } from "./operations";

const JSON_TYPE = "application/json";
const WRONG_INPUT = { 400: "A parameter or field is wrong; the message names it." };
const NO_RIGHT = { 403: "The key or login may only read." };
const NO_VIEW = { 404: "No such view; another project's views are unknown too." };
const NAME_TAKEN = { 409: "Another view has this name, or there are too many views." };

/** The list of sessions and what is made of it. */
export const LIST_OPERATIONS: Operation[] = [
  {
    method: "get",
    path: "/api/v1/sessions",
    tag: "Sessions",
    summary: "One page of sessions: search, filters, order; nextCursor leads on",
    input: SessionsQuery,
    answers: [{ type: JSON_TYPE, schema: "Sessions" }],
    statuses: WRONG_INPUT,
  },
  {
    method: "get",
    path: "/api/v1/sessions/facets",
    tag: "Sessions",
    summary:
      "How many sessions fit a filter, and how many each further choice would leave; bounded, lower bounds say so",
    input: SessionsFilter,
    answers: [{ type: JSON_TYPE, schema: "Facets" }],
    statuses: WRONG_INPUT,
  },
  {
    method: "get",
    path: "/api/v1/sessions/export",
    tag: "Sessions",
    summary: "All sessions of a filter, or those named by ids, as NDJSON or CSV, streamed",
    input: SessionsExportQuery,
    answers: [{ type: "application/x-ndjson" }, { type: "text/csv" }],
    statuses: WRONG_INPUT,
  },
  {
    method: "post",
    path: "/api/v1/sessions/import",
    tag: "Sessions",
    summary: "Takes a session that was downloaded as a zip, all of it or nothing; answers 201 with its id here",
    body: ["application/zip"],
    answers: [{ type: JSON_TYPE, schema: "Imported" }],
    statuses: {
      400: "The zip is damaged, encrypted, no session, or of another version; the message says which.",
      403: "The key or login may only read.",
      409: "The project does not record such data.",
      413: "The zip is too large, or would inflate to too much.",
      415: "Not sent as a zip.",
      503: "The disk is full, or too many imports are running; nothing is kept.",
    },
  },
  {
    method: "get",
    path: "/api/v1/views",
    tag: "Sessions",
    summary: "The project's saved lists by name",
    answers: [{ type: JSON_TYPE, schema: "Views" }],
  },
  {
    method: "post",
    path: "/api/v1/views",
    tag: "Sessions",
    summary: "Saves a list: name, filters with order, columns; answers 201 with it",
    input: NewView,
    body: [JSON_TYPE],
    answers: [{ type: JSON_TYPE, schema: "View" }],
    statuses: { ...WRONG_INPUT, ...NO_RIGHT, ...NAME_TAKEN },
  },
  {
    method: "get",
    path: "/api/v1/views/{id}",
    tag: "Sessions",
    summary: "One saved list",
    input: ViewPath,
    answers: [{ type: JSON_TYPE, schema: "View" }],
    statuses: NO_VIEW,
  },
  {
    method: "patch",
    path: "/api/v1/views/{id}",
    tag: "Sessions",
    summary: "Renames a saved list, changes what it shows, or makes it the one that opens first",
    input: ViewChange,
    body: [JSON_TYPE],
    answers: [{ type: JSON_TYPE, schema: "View" }],
    statuses: { ...WRONG_INPUT, ...NO_RIGHT, ...NO_VIEW, ...NAME_TAKEN },
  },
  {
    method: "delete",
    path: "/api/v1/views/{id}",
    tag: "Sessions",
    summary: "Deletes a saved list; no session is touched",
    input: ViewPath,
    answers: [],
    statuses: { 204: "Deleted", ...NO_RIGHT, ...NO_VIEW },
  },
];
