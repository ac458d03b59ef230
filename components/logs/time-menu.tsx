"use client";
import { type FormEvent, useState } from "react";
import { RangeMenu } from "@/components/ui/range-menu";
import { formatTimeSpan } from "@/lib/view/format";
import { LINE_RANGES, type LogsAddress } from "@/lib/view/line-address";
import { readTimeSpan } from "./time-span";
import type { ChangeLogs } from "./use-logs-address";

interface TimeMenuProps {
  address: LogsAddress;
  change: ChangeLogs;
}

type Instants = Pick<LogsAddress, "from" | "to">;

/** Which lines' time: a length that ends now, two instants, or words. */
export function TimeMenu({ address, change }: TimeMenuProps) {
  const { from, to, range } = address;
  const preset = LINE_RANGES.find(({ value }) => value === range);
  return (
    <RangeMenu
      text={from || to ? formatTimeSpan(from, to) : (preset?.label ?? "")}
      isActive={from !== null || to !== null}
      ranges={LINE_RANGES}
      chosen={address}
      onRange={(value) => change({ range: value, from: null, to: null, isLive: true, line: null })}
      onInstants={(instants) => change({ ...instants, line: null })}
      head={(choose) => <WordsField onChoose={choose} />}
    />
  );
}

/** A time as one says it; what it means now is kept, so that a link shows the same tomorrow. */
function WordsField({ onChoose }: { onChoose: (instants: Instants) => void }) {
  const [mistake, setMistake] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const span = readTimeSpan(String(new FormData(event.currentTarget).get("words") ?? ""), Date.now());
    if (span.ok) onChoose({ from: span.from, to: span.to });
    else setMistake(span.message);
  };
  return (
    <form onSubmit={submit} className="mb-1 border-line border-b p-1.5 pb-2.5">
      <input
        name="words"
        aria-label="Time in words"
        aria-invalid={mistake !== null}
        placeholder="yesterday 14:00 to now"
        autoComplete="off"
        onChange={() => setMistake(null)}
        className="h-8 w-full rounded-md border border-line bg-panel px-2 text-text aria-invalid:border-err"
      />
      {mistake && (
        <p role="alert" className="mt-1.5 text-err text-sm">
          {mistake}
        </p>
      )}
    </form>
  );
}
