import type { Sort } from "./filters";

/** How a cell of one column behaves: beside others in a table from 1024 px on, as part of a card below. */
export interface Column {
  key: string;
  label: string;
  /** Asked of the server: first click, second click. */
  sort?: [Sort, Sort];
  className: string;
}

/** The table's columns from left to right. `order-…` and `basis-…` place the cell in the card; less important ones wait for room. */
export const COLUMNS: Column[] = [
  { key: "status", label: "Status", className: "order-0" },
  { key: "started", label: "Started", sort: ["-startedAt", "startedAt"], className: "order-2" },
  { key: "agent", label: "Agent", className: "order-1 min-w-0 flex-1 basis-1/3 lg:max-w-42 min-[1360px]:max-w-48" },
  { key: "room", label: "Room", className: "order-3 min-w-0 flex-1 basis-2/3 lg:max-w-40 min-[1360px]:max-w-44" },
  { key: "length", label: "Length", sort: ["-durationMs", "durationMs"], className: "order-4" },
  { key: "turns", label: "Turns", className: "order-6 tabular-nums lg:text-right" },
  { key: "wait", label: "Wait p95", sort: ["-latency", "latency"], className: "order-7 tabular-nums lg:text-right" },
  { key: "interruptions", label: "Interruptions", className: "hidden tabular-nums lg:text-right xl:table-cell" },
  { key: "tools", label: "Tools", className: "order-8 tabular-nums" },
  { key: "usage", label: "Usage", className: "hidden min-[1360px]:table-cell" },
  { key: "ended", label: "Ended", className: "order-9 min-w-0 lg:max-w-56" },
];
