"use client";
import { ChevronDown, ChevronUp } from "lucide-react";
import { Button } from "@/components/ui/button";
import { SearchField } from "@/components/ui/search-field";
import { findText } from "@/lib/view/find";
import { formatWhole } from "@/lib/view/format";
import { ROW_FILTERS } from "@/lib/view/row-filters";
import { useStage } from "./stage";

/** Find in session: how many rows hold the words, which of them is chosen, and to the next and the one before. */
export function FindField() {
  const { find, setFind, found, stepFind, selectedId } = useStage();
  const isFinding = find.trim() !== "";
  return (
    <div className="ml-auto flex items-center gap-1 max-sm:w-full">
      <FindStatus text={isFinding ? findText(found.hits, selectedId) : ""} />
      <SearchField
        label="Find in session"
        placeholder="Find in session"
        value={find}
        onSearch={setFind}
        onEnter={(text, isBack) => stepFind(text, isBack ? -1 : 1)}
        delayMs={120}
        className="w-44 max-sm:w-auto max-sm:flex-1 [&_input]:h-7.5"
      />
      {/* Always there, so that nothing moves when words are typed. */}
      <StepButton name="Previous match" hint="Shift Enter" by={-1} />
      <StepButton name="Next match" hint="Enter" by={1} />
    </div>
  );
}

function FindStatus({ text }: { text: string }) {
  const { isTree, found, find, shown, toggleShown } = useStage();
  const first = text === "" || isTree ? undefined : found.hidden.find(({ kind }) => !shown.has(kind));
  const label = ROW_FILTERS.find(({ kind }) => kind === first?.kind)?.label;
  return (
    <span className="mr-1.5 flex items-center gap-2 whitespace-nowrap text-xs max-sm:absolute max-sm:top-full max-sm:right-2">
      <span role="status" aria-label={text === "" ? undefined : `${text} for ${find.trim()}`} className="text-mute">
        {text}
      </span>
      {first && found.hits.length === 0 && (
        <button
          type="button"
          className="rounded-sm text-accent underline-offset-2 hover:underline"
          onClick={() => toggleShown(first.kind)}
        >
          {formatWhole(first.count)} in {label}
        </button>
      )}
    </span>
  );
}

function StepButton({ name, hint, by }: { name: string; hint: string; by: 1 | -1 }) {
  const { find, found, stepFind } = useStage();
  const Icon = by === 1 ? ChevronDown : ChevronUp;
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-label={name}
      title={`${name} (${hint})`}
      className="px-1!"
      disabled={find.trim() === "" || found.hits.length === 0}
      onClick={() => stepFind(find, by)}
    >
      <Icon aria-hidden className="size-3.5" />
    </Button>
  );
}
