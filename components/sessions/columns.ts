import type { Sort } from "./filters";

/** How a cell of one column behaves: beside others in a table from 1024 px on, as part of a card below. */
export interface Column {
  key: string;
  label: string;
  /** What the figure is, where the label alone does not say it. */
  title?: string;
  /** Asked of the server: first click, second click. */
  sort?: [Sort, Sort];
  className: string;
  /** Shown until the reader chooses; `narrow` says from which width on. */
  isDefault?: boolean;
  narrow?: string;
  /** Before the figure in a card, where no head says what it is. */
  cardLabel?: string;
}

const FIGURE = "tabular-nums lg:text-right";

/** All columns from left to right, whichever are shown. `order-…` and `basis-…` place the cell in the card; others follow behind. */
export const COLUMNS: Column[] = [
  { key: "status", label: "Status", className: "order-0", isDefault: true },
  { key: "started", label: "Started", sort: ["-startedAt", "startedAt"], className: "order-2", isDefault: true },
  {
    key: "agent",
    label: "Agent",
    sort: ["agent", "-agent"],
    className: "order-1 min-w-0 flex-1 basis-1/3 lg:min-w-28 lg:max-w-42 min-[1360px]:max-w-48",
    isDefault: true,
  },
  {
    key: "room",
    label: "Room",
    sort: ["room", "-room"],
    className: "order-3 min-w-0 flex-1 basis-2/3 lg:max-w-40 min-[1360px]:max-w-44",
    isDefault: true,
  },
  { key: "length", label: "Length", sort: ["-durationMs", "durationMs"], className: "order-4", isDefault: true },
  { key: "turns", label: "Turns", sort: ["-turns", "turns"], className: `order-6 ${FIGURE}`, isDefault: true },
  {
    key: "waitP50",
    label: "Wait p50",
    title: "Half of the answers came faster",
    sort: ["-latencyP50", "latencyP50"],
    className: `order-7 ${FIGURE}`,
    cardLabel: "p50",
  },
  {
    key: "wait",
    label: "Wait p95",
    title: "95 of 100 answers came faster",
    sort: ["-latency", "latency"],
    className: `order-7 ${FIGURE}`,
    isDefault: true,
  },
  {
    key: "interruptions",
    label: "Interruptions",
    sort: ["-interruptions", "interruptions"],
    className: `order-8 ${FIGURE}`,
    isDefault: true,
    narrow: "hidden xl:table-cell",
  },
  { key: "tools", label: "Tools", sort: ["-tools", "tools"], className: "order-8 tabular-nums", isDefault: true },
  { key: "handoffs", label: "Handoffs", className: `order-8 ${FIGURE}` },
  {
    key: "errors",
    label: "Errors",
    title: "Log records at error level or above",
    sort: ["-errors", "errors"],
    className: `order-8 ${FIGURE}`,
  },
  {
    key: "tokens",
    label: "Tokens",
    title: "In and out of all models",
    sort: ["-tokens", "tokens"],
    className: `order-8 ${FIGURE}`,
  },
  {
    key: "usage",
    label: "Usage",
    sort: ["-tokens", "tokens"],
    className: "order-8",
    isDefault: true,
    narrow: "hidden min-[1360px]:table-cell",
  },
  { key: "outcome", label: "Outcome", className: "order-9" },
  { key: "tags", label: "Tags", className: "order-10 min-w-0 lg:max-w-52" },
  { key: "recording", label: "Recording", className: "order-9 tabular-nums", cardLabel: "recording" },
  { key: "sdk", label: "SDK", className: "order-9" },
  { key: "id", label: "Session id", className: "order-11 min-w-0 lg:max-w-44" },
  { key: "ended", label: "Ended", className: "order-12 min-w-0 lg:max-w-56", isDefault: true },
];

export const DEFAULT_COLUMNS: readonly string[] = COLUMNS.filter(({ isDefault }) => isDefault).map(({ key }) => key);

/** The agent's cell holds the link to the session: it is always there. */
export const FIXED_COLUMN = "agent";

/** The columns with these keys in the table's order, null the default; unknown keys are left out. */
export function columnsOf(keys: readonly string[] | null): Column[] {
  if (keys !== null && !isDefaultChoice(keys))
    return COLUMNS.filter(({ key }) => keys.includes(key) || key === FIXED_COLUMN);
  return COLUMNS.filter(({ isDefault }) => isDefault).map((column) => ({
    ...column,
    className: column.narrow ? `${column.className} ${column.narrow}` : column.className,
  }));
}

/** Whether these are the columns that are shown when nobody chooses. */
export function isDefaultChoice(keys: readonly string[]): boolean {
  return keys.length === DEFAULT_COLUMNS.length && DEFAULT_COLUMNS.every((key) => keys.includes(key));
}
