/** Objects and lists deeper than this are folded at first. */
const OPEN_DEPTH = 1;
const ENTRIES_SHOWN_MAX = 200;

interface FoldedJsonProps {
  value: unknown;
  depth?: number;
}

/** A JSON value by name; what lies inside unfolds. */
export function FoldedJson({ value, depth = 0 }: FoldedJsonProps) {
  if (typeof value !== "object" || value === null) return <Scalar value={value} />;
  const entries = Object.entries(value);
  const shown = entries.slice(0, ENTRIES_SHOWN_MAX);
  return (
    <ul className="mono flex flex-col gap-1">
      {shown.map(([name, one]) => (
        <li key={name} className="min-w-0 break-words">
          {isNested(one) ? (
            <details open={depth + 1 < OPEN_DEPTH}>
              <summary className="cursor-pointer rounded-sm">
                <span className="text-mute">{name}</span> <span className="text-faint">{summaryOf(one)}</span>
              </summary>
              <div className="mt-1 border-line border-l pl-3">
                <FoldedJson value={one} depth={depth + 1} />
              </div>
            </details>
          ) : (
            <>
              <span className="text-mute">{name}</span> <Scalar value={one} />
            </>
          )}
        </li>
      ))}
      {entries.length > shown.length && <li className="text-faint">… {entries.length - shown.length} more</li>}
    </ul>
  );
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function summaryOf(value: object): string {
  const count = Object.keys(value).length;
  return Array.isArray(value) ? `[${count}]` : `{${count}}`;
}

function Scalar({ value }: { value: unknown }) {
  if (typeof value === "string") return <span className="whitespace-pre-wrap">{value}</span>;
  const tone = typeof value === "number" ? "text-user" : "text-agent";
  return <span className={tone}>{JSON.stringify(value) ?? "undefined"}</span>;
}
