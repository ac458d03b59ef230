import type { FactGroup } from "@/lib/view/span-figures";
import { SectionTitle } from "./section-title";

/** Figures with their names, under a title. */
export function FactTable({ group }: { group: FactGroup }) {
  return (
    <>
      <SectionTitle>{group.title}</SectionTitle>
      <dl className="grid grid-cols-[minmax(0,10.5rem)_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        {group.facts.map((fact) => (
          <div key={fact.name} className="contents">
            <dt className="text-mute">{fact.name}</dt>
            <dd className="break-words font-[520]">{fact.text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
