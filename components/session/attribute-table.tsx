import { layOutAttributes } from "@/lib/view/attribute-rows";
import { CodeBlock } from "./code-block";
import { SectionTitle } from "./section-title";

interface AttributeTableProps {
  title: string;
  attributes: Record<string, unknown>;
}

/** Every attribute by name; JSON and long texts in blocks of their own. Nothing when there are none. */
export function AttributeTable({ title, attributes }: AttributeTableProps) {
  const rows = layOutAttributes(attributes);
  if (rows.length === 0) return null;
  return (
    <>
      <SectionTitle>
        {title} <span className="font-normal text-faint">{rows.length}</span>
      </SectionTitle>
      <dl className="flex flex-col gap-1.5 text-sm">
        {rows.map((row) => (
          <div key={row.name} className={row.isBlock ? "flex flex-col gap-1" : "flex flex-wrap gap-x-3"}>
            <dt className="mono min-w-0 break-all text-mute">{row.name}</dt>
            <dd className={row.isBlock ? "min-w-0" : "mono min-w-0 break-all"}>
              {row.isBlock ? <CodeBlock name={row.name} text={row.text} /> : row.text}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
