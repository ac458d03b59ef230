import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { cx } from "@/components/ui/cx";
import type { Column } from "./columns";
import type { Sort } from "./filters";

interface HeadCellProps {
  column: Column;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** A column's head; a click orders by it, the next one the other way round. */
export function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const [first, second] = column.sort ?? [null, null];
  const isSorted = sort === first || sort === second;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.startsWith("-") ? "descending" : "ascending") : undefined}
      title={column.title}
      className={cx(
        "sticky top-0 z-20 whitespace-nowrap bg-panel px-3 py-2.25 font-[520] text-mute text-xs",
        column.className,
      )}
    >
      {first && second ? (
        <button
          type="button"
          onClick={() => onSort(sort === first ? second : first)}
          className={cx(
            "group flex w-max items-center gap-1 rounded-sm hover:text-text",
            isSorted && "text-text",
            // Beside a figure's head the sign stands before it, so that head and figures end at one line.
            column.className.includes("text-right") && "ml-auto flex-row-reverse",
          )}
        >
          {column.label}
          <SortSign direction={isSorted ? (sort.startsWith("-") ? "down" : "up") : null} />
        </button>
      ) : (
        column.label
      )}
    </th>
  );
}

/** Its place is kept free, so that nothing moves when the order changes. */
function SortSign({ direction }: { direction: "up" | "down" | null }) {
  if (direction === null) {
    return <ChevronsUpDown aria-hidden className="size-3 opacity-0 transition-opacity group-hover:opacity-60" />;
  }
  const Sign = direction === "down" ? ArrowDown : ArrowUp;
  return <Sign aria-hidden className="size-3 text-accent" />;
}
