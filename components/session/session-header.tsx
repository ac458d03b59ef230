"use client";
import { Keyboard } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { CopyButton } from "@/components/ui/copy-button";
import { cx } from "@/components/ui/cx";
import { Tooltip } from "@/components/ui/tooltip";
import { formatDateTime } from "@/lib/view/format";
import { agentText, sdkText } from "@/lib/view/sessions";
import { judgeSession, tagsToShow } from "@/lib/view/verdict";
import { AboutPopover } from "./about-popover";
import { addressOf } from "./address-keeper";
import { DownloadButton } from "./download-button";
import { EvaluationChip } from "./evaluation-chip";
import { FactsRow } from "./facts-row";
import { HoldChip } from "./hold-chip";
import { IdChip } from "./id-chip";
import { STRIP } from "./session-layout";
import { SessionMenu } from "./session-menu";
import { sessionUrl } from "./session-url";
import { useStage } from "./stage";
import type { StreamState } from "./use-timeline-stream";

interface SessionHeaderProps {
  stream: StreamState;
  onHelp: () => void;
}

/** Who spoke with whom, how it went, and what can be taken along. */
export function SessionHeader({ stream, onHelp }: SessionHeaderProps) {
  const stage = useStage();
  const { session } = stage.timeline;
  return (
    <header className="flex shrink-0 flex-col gap-2.5">
      <div className="flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="min-w-0 break-words font-[620] text-xl tracking-[-0.02em] sm:max-w-lg">{agentText(session)}</h1>
        <div
          className={cx(
            "flex min-w-0 flex-1 items-center gap-x-2 gap-y-1.5 max-sm:basis-[calc(100%+2rem)] max-sm:[&_.rounded-full]:shrink-0 lg:[&_.rounded-full]:max-w-72",
            STRIP,
          )}
        >
          <IdentityChips stream={stream} />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="ghost"
            size="icon"
            aria-label="Keys"
            title="Keys (?)"
            onClick={onHelp}
            className="max-sm:hidden"
          >
            <Keyboard aria-hidden className="size-4" />
          </Button>
          <AboutPopover />
          <CopyButton variant="outline" label="Copy link" text="Copy link" value={() => addressOf(stage)} />
          {stage.project !== null && (
            <>
              <DownloadButton url={sessionUrl(stage.access, session.id, "download")} />
              <SessionMenu project={stage.project} />
            </>
          )}
        </div>
      </div>
      <FactsRow />
    </header>
  );
}

function IdentityChips({ stream }: { stream: StreamState }) {
  const { project, timeline } = useStage();
  const { session, evaluations } = timeline;
  return (
    <>
      <VerdictChip stream={stream} />
      {project !== null && <HoldChip project={project} />}
      {session.roomName && <IdChip name="room name" value={session.roomName} />}
      {session.roomId && session.roomId !== session.id && (
        <span className="contents max-sm:hidden">
          <IdChip name="room id" value={session.roomId} />
        </span>
      )}
      <IdChip name="session id" value={session.id} />
      <SdkChip />
      {session.importedAt && (
        <Chip title={`Imported from a zip ${formatDateTime(session.importedAt)}; kept from then on`}>imported</Chip>
      )}
      {tagsToShow(session).map((tag) => (
        <Chip key={tag} title={tag}>
          <span className="truncate">{tag}</span>
        </Chip>
      ))}
      {/* Small screens have them, with their reasons, behind "About this session". */}
      <span className="contents max-sm:hidden">
        {evaluations
          .filter((one) => one.kind === "evaluation")
          .map((one) => (
            <EvaluationChip key={one.id} evaluation={one} />
          ))}
      </span>
    </>
  );
}

/** What ran: SDK and its version, and which deployment of the agent. */
function SdkChip() {
  const { sdk, deployment, isSimulated } = useStage().timeline.session;
  const text = [sdkText(sdk), deployment].filter(Boolean).join(" · ");
  return (
    <>
      {text !== "" && (
        <Chip title="SDK and deployment of the agent">
          <span className="truncate">{text}</span>
        </Chip>
      )}
      {isSimulated && <Chip title="A test by LiveKit's simulations, no call">simulated</Chip>}
    </>
  );
}

/** Live, or how it went, with the reason that the agent gave for it. */
function VerdictChip({ stream }: { stream: StreamState }) {
  const { session, evaluations } = useStage().timeline;
  const verdict = judgeSession(session);
  const isLive = session.status === "live";
  const reason = evaluations.find((one) => one.kind === "outcome")?.reasoning;
  const chip = (
    <Chip
      tone={verdict.tone}
      dot
      tabIndex={reason && !isLive ? 0 : undefined}
      className={isLive ? "[&>i]:animate-breathe" : undefined}
    >
      {verdict.text}
      {isLive && stream === "waiting" && (
        <span role="status" className="text-mute">
          connection lost, reconnecting…
        </span>
      )}
    </Chip>
  );
  return reason && !isLive ? <Tooltip content={reason}>{chip}</Tooltip> : chip;
}
