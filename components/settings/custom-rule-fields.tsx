"use client";
import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import type { CustomRule } from "@/lib/model/privacy";

interface CustomRuleFieldsProps {
  /** Counted from 1, for the names of its fields. */
  number: number;
  rule: CustomRule;
  onChange: (part: Partial<CustomRule>) => void;
  onRemove: () => void;
}

/** One pattern: what stands in its place, and what it looks for. */
export function CustomRuleFields({ number, rule, onChange, onRemove }: CustomRuleFieldsProps) {
  return (
    <li className="flex flex-wrap items-end gap-2">
      <TextField
        label={`Name ${number}`}
        value={rule.name}
        maxLength={40}
        placeholder="patient id"
        onChange={(event) => onChange({ name: event.target.value })}
        className="w-full sm:w-40"
      />
      <TextField
        label={`Pattern ${number}`}
        value={rule.pattern}
        maxLength={300}
        placeholder="\bP-[0-9]{6}\b"
        spellCheck={false}
        onChange={(event) => onChange({ pattern: event.target.value })}
        className="min-w-0 flex-1 basis-48 [&>input]:font-mono"
      />
      <Button variant="ghost" size="icon" aria-label={`Remove rule ${number}`} onClick={onRemove}>
        <X aria-hidden className="size-4" />
      </Button>
    </li>
  );
}
