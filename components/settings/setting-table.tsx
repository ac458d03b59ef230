import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";

interface SettingTableProps {
  /** The accessible name. */
  label: string;
  /** Heads of the columns; an empty one is for buttons. */
  heads: string[];
  children: ReactNode;
}

/** Rows of settings: dense, and scrolling sideways where the screen is small. */
export function SettingTable({ label, heads, children }: SettingTableProps) {
  return (
    <Panel>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section aria-label={label} tabIndex={0} className="relative overflow-x-auto outline-offset-[-2px]">
        <table aria-label={label} className="w-full border-collapse text-left">
          <thead>
            <tr className="border-line border-b text-mute text-sm">
              {heads.map((head) => (
                <th key={head} scope="col" className="whitespace-nowrap px-3 py-2 font-[480]">
                  {head || <span className="sr-only">Actions</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr+tr]:border-line [&>tr+tr]:border-t [&_td]:px-3 [&_td]:py-2">{children}</tbody>
        </table>
      </section>
    </Panel>
  );
}
