import Link from "next/link";
import { memo } from "react";
import { cx } from "@/components/ui/cx";
import type { Session } from "@/lib/model/sessions";
import { agentText, roomText } from "@/lib/view/sessions";
import type { Column } from "./columns";
import { foundPath } from "./filters";
import { FoundWords } from "./found-words";
import { rememberOpened } from "./opened-row";
import { PickBox } from "./pick-box";
import { CELLS } from "./session-cells";
import { SnippetLine } from "./snippet-line";

interface SessionRowProps {
  session: Session;
  columns: Column[];
  project: string;
  query: string;
  /** Only a live row changes with it. */
  nowMs: number;
  longestMs: number;
  isPicked: boolean;
  onPick: (id: string, reach: boolean) => void;
}

/** One session: a table body of its own, so that row and snippet are one thing to click. The one link covers it all. */
export const SessionRow = memo(function SessionRow(props: SessionRowProps) {
  const { session, columns, query, isPicked, onPick } = props;
  const snippet = query === "" ? null : (session.snippet ?? null);
  return (
    <tbody
      className={cx(
        "relative block scroll-mt-10 scroll-mb-14 border-line border-t transition-colors first-of-type:border-t-0 hover:bg-sel lg:table-row-group lg:border-t-0",
        isPicked && "bg-sel",
      )}
    >
      <tr className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-3.5 py-3 max-lg:before:order-5 max-lg:before:basis-full lg:table-row lg:p-0">
        <td className="-order-1 self-center align-middle lg:border-line lg:border-t lg:py-2.25 lg:pl-3">
          <PickBox
            label={`Select ${agentText(session)}, room ${roomText(session)}`}
            isOn={isPicked}
            onPick={(reach) => onPick(session.id, reach)}
          />
        </td>
        {columns.map((column) => (
          <td
            key={column.key}
            className={cx(
              "whitespace-nowrap max-lg:has-[>[data-wide]]:hidden lg:border-line lg:border-t lg:px-3 lg:py-2.25",
              column.className,
            )}
          >
            {column.cardLabel && <span className="text-faint lg:hidden">{column.cardLabel} </span>}
            {column.key === "agent" ? (
              <AgentLink {...props} atMs={snippet?.atMs ?? null} />
            ) : (
              CELLS[column.key]?.(props)
            )}
          </td>
        ))}
      </tr>
      {snippet && (
        <tr className="block lg:table-row">
          <td colSpan={columns.length + 1} className="block px-3.5 pb-3 lg:table-cell lg:pr-3 lg:pb-2.5 lg:pl-10">
            <SnippetLine snippet={snippet} query={query} />
          </td>
        </tr>
      )}
    </tbody>
  );
});

type AgentLinkProps = Pick<SessionRowProps, "session" | "project" | "query"> & { atMs: number | null };

function AgentLink({ session, project, query, atMs }: AgentLinkProps) {
  return (
    <Link
      href={foundPath(project, session.id, atMs)}
      prefetch={false}
      data-session-id={session.id}
      onClick={() => rememberOpened(session.id)}
      aria-label={`${agentText(session)}, room ${roomText(session)}`}
      className="block truncate font-[540] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
    >
      <FoundWords text={agentText(session)} query={query} />
    </Link>
  );
}
