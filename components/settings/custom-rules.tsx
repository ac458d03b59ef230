"use client";
import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import type { CustomRule } from "@/lib/model/privacy";
import { Refusal } from "./refusal";
import { useProjectChange } from "./use-project";

const RULES_MAX = 20;

/** The project's own patterns: edited together, saved together. */
export function CustomRules({ slug, rules }: { slug: string; rules: CustomRule[] }) {
  const change = useProjectChange(slug);
  const id = useId();
  const [rows, setRows] = useState(() => rules.map((rule, at) => ({ ...rule, key: at })));
  const [nextKey, setNextKey] = useState(rules.length);
  const [isEdited, setEdited] = useState(false);
  const edit = (next: typeof rows) => {
    setRows(next);
    setEdited(true);
  };
  const set = (key: number, part: Partial<CustomRule>) =>
    edit(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
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
          {rows.map((row, at) => (
            <li key={row.key} className="flex flex-wrap items-end gap-2">
              <TextField
                label={`Name ${at + 1}`}
                value={row.name}
                maxLength={40}
                placeholder="patient id"
                onChange={(event) => set(row.key, { name: event.target.value })}
                className="w-full sm:w-40"
              />
              <TextField
                label={`Pattern ${at + 1}`}
                value={row.pattern}
                maxLength={300}
                placeholder="\bP-[0-9]{6}\b"
                spellCheck={false}
                onChange={(event) => set(row.key, { pattern: event.target.value })}
                className="mono min-w-0 flex-1 basis-48"
              />
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove rule ${at + 1}`}
                onClick={() => edit(rows.filter(({ key }) => key !== row.key))}
              >
                <X aria-hidden className="size-4" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Refusal error={change.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={rows.length >= RULES_MAX}
          onClick={() => {
            edit([...rows, { name: "", pattern: "", key: nextKey }]);
            setNextKey(nextKey + 1);
          }}
        >
          <Plus aria-hidden className="size-3.5" />
          Add a pattern
        </Button>
        {isEdited && (
          <Button
            variant="primary"
            disabled={change.isPending}
            onClick={() =>
              change.mutate({ patch: { redaction: { custom: rows.map(({ name, pattern }) => ({ name, pattern })) } } })
            }
          >
            Save patterns
          </Button>
        )}
      </div>
    </div>
  );
}
