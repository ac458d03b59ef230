import { CopyButton } from "@/components/ui/copy-button";

interface SecretLinesProps {
  /** What copying it is called: "Copy link". */
  copy: string;
  lines: string[];
}

/** Lines that are shown once, to be copied as they stand. */
export function SecretLines({ copy, lines }: SecretLinesProps) {
  return (
    <div className="flex flex-col gap-3">
      <pre className="mono overflow-x-auto whitespace-pre-wrap break-all rounded-lg border border-line bg-bg p-3">
        {lines.join("\n")}
      </pre>
      <div>
        <CopyButton label={copy} text={copy} value={lines.join("\n")} variant="outline" />
      </div>
    </div>
  );
}
