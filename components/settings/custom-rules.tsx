"use client";
import { Plus } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import type { CustomRule } from "@/lib/model/privacy";
import { CustomRuleFields } from "./custom-rule-fields";
import { Refusal } from "./refusal";
import { useCustomRules } from "./use-custom-rules";
import { useProjectChange } from "./use-project";

const RULES_MAX = 20;

/** The project's own patterns: edited together, saved together. */
export function CustomRules({ slug, rules }: { slug: string; rules: CustomRule[] }) {
  const change = useProjectChange(slug);
  const { rows, isEdited, add, set, remove } = useCustomRules(rules);
  const id = useId();
  const save = () =>
    change.mutate({ patch: { redaction: { custom: rows.map(({ name, pattern }) => ({ name, pattern })) } } });
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      <div>
        <h3 id={id} className="font-[560]">
          Patterns of your own
        </h3>
        <p className="mt-0.5 text-mute text-sm">
          Regular expressions in RE2 syntax, without look-around and back-references. What they find becomes [name].
        </p>
      </div>
      {rows.length > 0 && (
        <ul aria-labelledby={id} className="flex flex-col gap-3">
          {rows.map(({ key, ...rule }, at) => (
            <CustomRuleFields
              key={key}
              number={at + 1}
              rule={rule}
              onChange={(part) => set(key, part)}
              onRemove={() => remove(key)}
            />
          ))}
        </ul>
      )}
      <Refusal error={change.error} />
      <div className="flex flex-wrap gap-2">
        <Button disabled={rows.length >= RULES_MAX} onClick={add}>
          <Plus aria-hidden className="size-3.5" />
          Add a pattern
        </Button>
        {isEdited && (
          <Button variant="primary" disabled={change.isPending} onClick={save}>
            Save patterns
          </Button>
        )}
      </div>
    </div>
  );
}
