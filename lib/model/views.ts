import { z } from "zod";
import { OutcomeFilter, RequestText, SessionSort, SessionStatus } from "./sessions";

const CHOICES_MAX = 50;
const names = z.array(RequestText.max(400)).max(CHOICES_MAX).default([]);

/** How far back a list looks: a length that ends now, or all there is. */
export const RangeName = z.enum(["all", "1h", "24h", "7d", "30d"]);
export type RangeName = z.infer<typeof RangeName>;

/**
 * What somebody asked the list for, as the address and saved views hold it. `from` and `to` are instants (ISO 8601 UTC) and
 * count only when `range` is "all". Empty lists and null mean: not filtered by this.
 */
export const SessionFilters = z.strictObject({
  q: RequestText.max(500).default(""),
  range: RangeName.default("all"),
  from: z.iso.datetime().nullable().default(null),
  to: z.iso.datetime().nullable().default(null),
  agent: names,
  status: z.array(SessionStatus).default([]),
  outcome: z.array(OutcomeFilter).default([]),
  tag: names,
  sdk: names,
  hasErrors: z.boolean().nullable().default(null),
  hasRecording: z.boolean().nullable().default(null),
  sort: SessionSort.default("-startedAt"),
});
export type SessionFilters = z.infer<typeof SessionFilters>;

const ViewName = RequestText.trim().min(1, "must not be empty").max(60);
const Columns = z.array(z.string().regex(/^[a-zA-Z0-9]{1,40}$/)).max(40);

/** A list that somebody named for everybody of the project. `columns`: keys of the table's columns; empty: the reader's own. */
export const SavedView = z.object({
  id: z.string(),
  name: z.string(),
  /** Shown when the list is opened without saying what to show; at most one of the project. */
  isDefault: z.boolean(),
  filters: SessionFilters,
  columns: z.array(z.string()),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type SavedView = z.infer<typeof SavedView>;

/** Body of `POST /api/v1/views`. */
export const NewView = z.strictObject({
  name: ViewName,
  filters: SessionFilters,
  columns: Columns.default([]),
  isDefault: z.boolean().default(false),
});
export type NewView = z.infer<typeof NewView>;

export const ViewPath = z.object({ id: RequestText.min(1).max(500) });

/** Body of `PATCH /api/v1/views/:id`: any part. */
export const ViewChange = z.strictObject({
  id: RequestText.min(1).max(500),
  name: ViewName.optional(),
  filters: SessionFilters.optional(),
  columns: Columns.optional(),
  isDefault: z.boolean().optional(),
});
export type ViewChange = z.infer<typeof ViewChange>;

export const ViewsAnswer = z.object({ views: z.array(SavedView) });
export type ViewsAnswer = z.infer<typeof ViewsAnswer>;
