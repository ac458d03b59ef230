"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { AnsiText } from "@/components/ui/ansi-text";
import type { Line } from "@/lib/model/lines";
import { formatInstant } from "@/lib/view/format";
import type { LogsAddress } from "@/lib/view/line-address";
import { withTerm } from "@/lib/view/line-terms";
import { droppedText } from "@/lib/view/lines";
import { sessionPath, workerPath } from "@/lib/view/paths";
import { FoldedJson } from "./folded-json";
import { LevelMark } from "./level-mark";
import { LineText } from "./line-text";
import { ReplicaChip } from "./replica-chip";
import type { ChangeLogs } from "./use-logs-address";

interface LineFactsProps {
  project: string;
  line: Line;
  address: LogsAddress;
  change: ChangeLogs;
}

/** All that is known of a line. A click on a value asks for lines that have it, too. */
export function LineFacts({ project, line, address, change }: LineFactsProps) {
  const narrow = (field: string, value: string) =>
    change({ q: withTerm(address.q, { field, value }, "in"), line: null });
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <time dateTime={line.at} className="mono text-mute">
          {formatInstant(line.at)}
        </time>
        <LevelMark line={line} />
      </div>
      {line.dropped !== undefined && (
        <p className="text-tool">{droppedText(line)}. Lower the log level, or raise the limit.</p>
      )}
      <LineText name="message" text={line.message} />
      {line.exception && <LineText name="traceback" text={line.exception} tone="error" />}
      <LineOrigin project={project} line={line} onPick={narrow} />
      {Object.keys(line.fields).length > 0 && (
        <section className="flex flex-col gap-1.5">
          <h3 className="font-[560] text-mute text-xs">Fields</h3>
          <FoldedJson value={line.fields} />
        </section>
      )}
      {line.raw !== line.message && (
        <details>
          <summary className="cursor-pointer rounded-sm text-mute text-xs hover:text-text">As it was printed</summary>
          <pre className="mono mt-1.5 whitespace-pre-wrap break-words rounded-md border border-line bg-raise p-2.5">
            <AnsiText text={line.raw} />
          </pre>
        </details>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-mute">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

interface LineOriginProps {
  project: string;
  line: Line;
  onPick: (field: string, value: string) => void;
}

/** Who printed it, where, and for whom. */
function LineOrigin({ project, line, onPick: narrow }: LineOriginProps) {
  return (
    <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm">
      <Fact name="Worker">
        <Link
          prefetch={false}
          href={workerPath(project, line.worker)}
          className="inline-flex max-w-full hover:underline"
        >
          <ReplicaChip worker={line.worker} isWhole />
        </Link>
      </Fact>
      <Picked name="Agent" value={line.agent} onPick={(value) => narrow("agent", value)} />
      <Picked name="Deployment" value={line.deployment} onPick={(value) => narrow("deployment", value)} />
      <Picked name="Host" value={line.host} onPick={(value) => narrow("host", value)} />
      <Fact name="Source">{line.stream}</Fact>
      <Picked name="Logger" value={line.logger} onPick={(value) => narrow("logger", value)} />
      {line.sessionId && (
        <Fact name="Session">
          <Link
            prefetch={false}
            href={sessionPath(project, line.sessionId)}
            className="mono break-all text-accent hover:underline"
          >
            {line.sessionId}
          </Link>{" "}
          <button
            type="button"
            onClick={() => narrow("job_id", line.sessionId ?? "")}
            className="rounded-sm text-mute text-xs hover:text-text hover:underline"
          >
            only its lines
          </button>
        </Fact>
      )}
      <Fact name="Received">
        <span className="mono">{formatInstant(line.receivedAt)}</span>
      </Fact>
    </dl>
  );
}

interface PickedProps {
  name: string;
  value: string | null;
  onPick: (value: string) => void;
}

/** A value that lines can be asked for by. Nothing when there is none. */
function Picked({ name, value, onPick }: PickedProps) {
  if (!value) return null;
  return (
    <Fact name={name}>
      <button
        type="button"
        title={`Only lines with this ${name.toLowerCase()}`}
        onClick={() => onPick(value)}
        className="mono max-w-full break-all rounded-sm text-left hover:underline"
      >
        {value}
      </button>
    </Fact>
  );
}
