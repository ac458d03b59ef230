import { cx } from "@/components/ui/cx";
import type { LineSuggestion } from "@/lib/view/line-suggestions";

interface SuggestionListProps {
  id: string;
  offers: LineSuggestion[];
  current: number;
  onTake: (offer: LineSuggestion) => void;
}

/** What may stand at the caret; the focus stays in the box, which names the active one. */
export function SuggestionList({ id, offers, current, onTake }: SuggestionListProps) {
  if (offers.length === 0) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className="absolute top-10 right-0 left-0 z-30 max-w-md overflow-hidden rounded-lg border border-line-strong bg-panel p-1 shadow-float"
    >
      {offers.map((offer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox
        <div
          key={offer.text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === current}
          // The box must not lose the focus before the click arrives.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(offer)}
          className={cx("flex items-baseline gap-4 rounded-md px-2.5 py-1 hover:bg-sel", index === current && "bg-sel")}
        >
          <span className="mono min-w-0 flex-1 truncate">{offer.text}</span>
          <span className="text-mute text-xs">{offer.hint}</span>
        </div>
      ))}
      <p aria-hidden className="px-2.5 pt-1 pb-0.5 text-faint text-2xs">
        Tab completes
      </p>
    </div>
  );
}
