import Link from "next/link";
import { memo } from "react";
import { cx } from "@/components/ui/cx";
import type { Session } from "@/lib/model/sessions";
import { agentText, roomText } from "@/lib/view/sessions";
import { COLUMNS } from "./columns";
import { sessionPath } from "./filters";
import { sessionCells } from "./session-cells";
import { SnippetLine } from "./snippet-line";

interface SessionRowProps {
  session: Session;
  project: string;
  query: string;
  /** Only a live row changes with it. */
  nowMs: number;
  longestMs: number;
}

/** One session: a table body of its own, so that row and snippet are one thing to click. The one link covers it all. */
export const SessionRow = memo(function SessionRow(props: SessionRowProps) {
  const { session, project, query, nowMs, longestMs } = props;
  const snippet = query === "" ? null : (session.snippet ?? null);
  const cells = sessionCells({ session, nowMs, longestMs });
  cells.agent = (
    <Link
      href={sessionPath(project, session.id, snippet?.atMs ?? null)}
      prefetch={false}
      aria-label={`${agentText(session)}, room ${roomText(session)}`}
      className="block truncate font-[540] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
    >
      {agentText(session)}
    </Link>
  );
  return (
    <tbody className="relative block border-line border-t transition-colors first-of-type:border-t-0 hover:bg-sel lg:table-row-group lg:border-t-0">
      <tr className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-3.5 py-3 max-lg:before:order-5 max-lg:before:basis-full lg:table-row lg:p-0">
        {COLUMNS.map((column) => (
          <td
            key={column.key}
            className={cx(
              "whitespace-nowrap max-lg:has-[>[data-wide]]:hidden lg:border-line lg:border-t lg:px-3 lg:py-2.25",
              column.className,
            )}
          >
            {cells[column.key]}
          </td>
        ))}
      </tr>
      {snippet && (
        <tr className="block lg:table-row">
          <td colSpan={COLUMNS.length} className="block px-3.5 pb-3 lg:table-cell lg:px-3 lg:pb-2.5">
            <SnippetLine snippet={snippet} query={query} />
          </td>
        </tr>
      )}
    </tbody>
  );
});
