import { SessionPath } from "@/lib/model/sessions";
import { ShareInput, SharePath } from "@/lib/model/shares";
import type { Operation } from "./operations";

const JSON_TYPE = "application/json";
const NO_RIGHT = { 403: "The asker may not do this, or another site's page asks." };
const NOT_FOUND = { 404: "Unknown here; another project's ids are unknown too." };

/** Links to one session for people without an account. */
export const SHARE_OPERATIONS: Operation[] = [
  {
    method: "get",
    path: "/api/v1/shares",
    tag: "Sharing",
    summary: "All links to sessions of the project, void ones too, the latest first",
    answers: [{ type: JSON_TYPE, schema: "Shares" }],
    statuses: NO_RIGHT,
  },
  {
    method: "get",
    path: "/api/v1/sessions/{id}/shares",
    tag: "Sharing",
    summary: "The links to this session, void ones too, the latest first",
    input: SessionPath,
    answers: [{ type: JSON_TYPE, schema: "Shares" }],
    statuses: NO_RIGHT,
  },
  {
    method: "post",
    path: "/api/v1/sessions/{id}/shares",
    tag: "Sharing",
    summary:
      "Makes a link to this session; answers 201 with it, the only time that it is seen. Its secret opens the session's GET routes but the zip, as ?share=<secret> or Authorization: Share <secret>",
    input: ShareInput,
    body: [JSON_TYPE],
    answers: [{ type: JSON_TYPE, schema: "MadeShare" }],
    statuses: { 400: "A field is wrong; the message names it.", ...NO_RIGHT, ...NOT_FOUND },
  },
  {
    method: "delete",
    path: "/api/v1/sessions/{id}/shares/{shareId}",
    tag: "Sharing",
    summary: "Makes a link void",
    input: SharePath,
    answers: [],
    statuses: { ...NO_RIGHT, ...NOT_FOUND },
  },
];
