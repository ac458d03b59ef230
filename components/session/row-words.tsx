"use client";
import { cx } from "@/components/ui/cx";
import type { Row } from "@/lib/view/rows";
import { MarkedText } from "./marked-text";
import { TONE_TEXT } from "./tone-classes";
import { UnheardWords } from "./unheard-words";

const RESULT_CHARACTERS_MAX = 160;

/** What was said, called or logged. On small screens it also says who, because that column is gone there. */
export function RowWords({ row }: { row: Row }) {
  const who = <span className={cx("mr-1.5 font-[560] text-[12px] sm:hidden", TONE_TEXT[row.tone])}>{row.who}</span>;
  switch (row.kind) {
    case "transcript":
      return (
        <span className="break-words">
          {who}
          <MarkedText text={row.text} />
          {row.interrupted && <UnheardWords row={row} />}
        </span>
      );
    case "tool":
      return (
        <span className="mono line-clamp-3 break-words">
          {who}
          <MarkedText text={row.text} />
          <span className="text-mute">
            <MarkedText text={row.detail ?? ""} />
          </span>
          {row.result !== null && (
            <span className={row.isError ? "text-err" : "text-mute"}>
              {" → "}
              <MarkedText text={row.result.slice(0, RESULT_CHARACTERS_MAX)} />
            </span>
          )}
        </span>
      );
    case "span":
    case "log":
      return (
        <span className={cx("mono line-clamp-3 break-words", row.isError ? "text-err" : "text-mute")}>
          {who}
          <MarkedText text={row.text} />
          {row.detail !== null && (
            <span className="ml-2 text-faint">
              <MarkedText text={row.detail} />
            </span>
          )}
        </span>
      );
    case "handoff":
      return null;
    default: {
      const never: never = row.kind;
      return never;
    }
  }
}
