import type { CSSProperties, ReactNode } from "react";
import { cx } from "./cx";
import { Panel } from "./panel";

/** The head of a column: figures stand at its end; one without text is for buttons. */
type Head = string | { text: string; isFigure: boolean };

interface DataTableProps {
  /** The accessible name. */
  label: string;
  heads: Head[];
  children: ReactNode;
}

/**
 * Rows of facts: dense, in columns that do not move. A small screen has no room for columns: each row is a card there, its
 * first cell the title, each other one under the name of its column (`rows-as-cards` in app/globals.css).
 */
export function DataTable({ label, heads, children }: DataTableProps) {
  return (
    <Panel>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section aria-label={label} tabIndex={0} className="relative overflow-x-auto outline-offset-[-2px]">
        <table aria-label={label} style={namesOf(heads)} className="rows-as-cards w-full border-collapse text-left">
          <thead>
            <tr className="border-line border-b text-mute text-sm">
              {heads.map((head) => (
                <HeadCell key={textOf(head)} head={head} />
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr+tr]:border-line [&>tr+tr]:border-t [&>tr:hover]:bg-raise [&_td]:h-9 [&_td]:px-3 [&_td]:py-1.5">
            {children}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

function HeadCell({ head }: { head: Head }) {
  const isFigure = typeof head === "object" && head.isFigure;
  return (
    <th scope="col" className={cx("whitespace-nowrap px-3 py-2 font-[480]", isFigure && "text-right")}>
      {textOf(head) || <span className="sr-only">Actions</span>}
    </th>
  );
}

/** The names of the columns as CSS strings, for the cards: `--head-2` and so on. */
function namesOf(heads: Head[]): CSSProperties {
  const named = heads.map((head, index) => [`--head-${index + 1}`, textOf(head)]).filter(([, text]) => text !== "");
  return Object.fromEntries(named.map(([name, text]) => [name, JSON.stringify(text)]));
}

function textOf(head: Head): string {
  return typeof head === "string" ? head : head.text;
}

/** A figure in its column. */
export function Figure({ children, tone }: { children: ReactNode; tone?: "warn" | "error" | "quiet" }) {
  const color = tone && { warn: "text-tool", error: "text-err", quiet: "text-faint" }[tone];
  return <td className={cx("mono whitespace-nowrap text-right tabular-nums", color)}>{children}</td>;
}
