import { Button } from "@/components/ui/button";
import { CheckMenu } from "@/components/ui/check-menu";
import type { Facet, FacetValue } from "@/lib/model/facets";
import type { SessionFilters } from "@/lib/model/views";
import { countText, FACET_LABEL, facetValueText } from "@/lib/view/facets";
import { chosenValues, withChosen } from "./filters";
import type { ChangeFilters } from "./use-filters";

interface FacetMenuProps {
  facet: Facet;
  filters: SessionFilters;
  change: ChangeFilters;
  /** As the server counted them; none while it does. */
  values: FacetValue[];
}

/** One facet: its values with how many sessions each would leave. */
export function FacetMenu({ facet, filters, change, values }: FacetMenuProps) {
  const chosen = chosenValues(filters, facet);
  const known = new Set(values.map(({ value }) => value));
  const unknown = chosen.filter((value) => !known.has(value));
  const choices = [
    ...unknown.map((value) => ({ value, label: facetValueText(facet, value) })),
    ...values.map((one) => ({ value: one.value, label: facetValueText(facet, one.value), note: countText(one) })),
  ];
  const choose = (wanted: string[]) => change(withChosen(facet, onlyLast(facet, chosen, wanted)));
  return (
    <CheckMenu
      label={FACET_LABEL[facet]}
      text={<FacetText facet={facet} chosen={chosen} />}
      choices={choices}
      chosen={chosen}
      onChange={choose}
      isActive={chosen.length > 0}
      footer={
        chosen.length > 0 && (
          <Button variant="ghost" size="sm" onClick={() => change(withChosen(facet, []))}>
            Clear
          </Button>
        )
      }
    />
  );
}

/** Of yes and no only one can be wanted: the other choice lets go of the first. */
function onlyLast(facet: Facet, before: string[], wanted: string[]): string[] {
  if (facet !== "hasErrors" && facet !== "hasRecording") return wanted;
  return wanted.filter((value) => !before.includes(value) || wanted.length === 1);
}

function FacetText({ facet, chosen }: { facet: Facet; chosen: string[] }) {
  const [first, ...others] = chosen;
  // The table's heads have the same words.
  const kind = <span className="sr-only"> filter</span>;
  if (first === undefined) {
    return (
      <>
        {FACET_LABEL[facet]}
        {kind}
      </>
    );
  }
  return (
    <>
      <span className="text-mute max-sm:sr-only">{FACET_LABEL[facet]}</span>
      <span className="truncate">{facetValueText(facet, first)}</span>
      {others.length > 0 && <span className="text-mute">+{others.length}</span>}
      {kind}
    </>
  );
}
