"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useId, useState } from "react";
import { sendJson } from "@/components/ui/send-json";
import { type Redaction, RedactionPreview } from "@/lib/model/privacy";
import { formatPlural } from "@/lib/view/format";

const SAMPLE =
  "I'm Jane, jane.doe@example.com, call me on +49 151 23456789. My card is 4111 1111 1111 1111, the account DE89 3704 0044 0532 0130 00.";

/** A text of one's own, and what the rules make of it. Nothing of it is kept. */
export function RedactionTest({ slug, redaction }: { slug: string; redaction: Redaction }) {
  const id = useId();
  const [text, setText] = useState(SAMPLE);
  const asked = useDeferredValue(text);
  const preview = useQuery({
    queryKey: ["redaction-preview", slug, redaction, asked],
    queryFn: () => {
      const url = `/api/v1/project/redaction/preview?${new URLSearchParams({ project: slug })}`;
      // As they stand here: a rule that was just turned may not be stored yet.
      return sendJson(RedactionPreview, url, { body: { text: asked, redaction } });
    },
    placeholderData: keepPreviousData,
  });
  const count = Object.values(preview.data?.counts ?? {}).reduce((sum, one) => sum + one, 0);
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      <label htmlFor={id} className="font-[560]">
        Try the rules
      </label>
      <textarea
        id={id}
        value={text}
        maxLength={20_000}
        rows={3}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        className="w-full rounded-lg border border-line bg-panel px-3 py-2 hover:border-line-strong focus:border-line-strong"
      />
      <div>
        <p className="text-mute text-sm" role="status">
          {preview.isPending && "Trying…"}
          {preview.isError && preview.error.message}
          {preview.isSuccess && (count === 0 ? "Nothing is replaced." : `${formatPlural(count, "replacement")}:`)}
        </p>
        {preview.isSuccess && count > 0 && <Redacted parts={preview.data.parts} />}
      </div>
    </div>
  );
}

/** The text with what was replaced marked. */
function Redacted({ parts }: Pick<RedactionPreview, "parts">) {
  return (
    <p data-testid="redacted" className="mt-1 whitespace-pre-wrap break-words rounded-lg bg-raise px-3 py-2">
      {parts.map((part, at) =>
        part.label === null ? (
          part.text
        ) : (
          <mark key={at} className="rounded-sm bg-sel px-0.5 font-[560] text-accent">
            [{part.label}]
          </mark>
        ),
      )}
    </p>
  );
}
