import type { Count, Facet } from "@/lib/model/facets";
import { formatWhole } from "./format";

/** What a facet is called. */
export const FACET_LABEL: Record<Facet, string> = {
  agent: "Agent",
  status: "Status",
  outcome: "Outcome",
  tag: "Tag",
  sdk: "SDK",
  hasErrors: "Errors",
  hasRecording: "Recording",
};

const WORDS: Partial<Record<Facet, Record<string, string>>> = {
  agent: { "": "unnamed agent" },
  status: { live: "Live", ended: "Ended", failed: "Failed" },
  outcome: { success: "Success", fail: "Fail", none: "Not judged" },
  sdk: { "": "unknown SDK" },
  hasErrors: { true: "With errors", false: "Without errors" },
  hasRecording: { true: "With recording", false: "Without recording" },
};

/** A facet's value as people say it; names stay as they are. */
export function facetValueText(facet: Facet, value: string): string {
  return WORDS[facet]?.[value] ?? value;
}

/** `37`, `1,000+`; nothing where none was counted and there may be some. */
export function countText({ count, isAtLeast }: Count): string {
  if (count === 0 && isAtLeast) return "";
  return `${formatWhole(count)}${isAtLeast ? "+" : ""}`;
}
