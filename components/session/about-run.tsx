"use client";
import { sdkText, usageSource, usageText } from "@/lib/view/sessions";
import { IdChip } from "./id-chip";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";

/** What ran and what it used: SDK, deployment, process, every model. */
export function AboutRun() {
  const { session } = useStage().timeline;
  const ids = [
    { name: "deployment", value: session.deployment },
    { name: "worker id", value: session.workerId },
    { name: "agent id", value: session.cloudAgentId },
    { name: "room id", value: session.roomId },
  ];
  return (
    <>
      <SectionTitle>What ran</SectionTitle>
      <p className="text-sm">
        {sdkText(session.sdk) || "The sender named no SDK."}
        {session.isSimulated && ", in one of LiveKit's simulations"}
      </p>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {ids.map(({ name, value }) => value !== null && <IdChip key={name} name={name} value={value} hasName />)}
      </div>
      {session.usage.length > 0 && <SectionTitle>Usage</SectionTitle>}
      <dl className="flex flex-col gap-1 text-sm">
        {session.usage.map((usage) => (
          <div key={`${usage.kind} ${usage.provider} ${usage.model}`}>
            <dt className="text-mute text-xs">{usageSource(usage)}</dt>
            <dd>{usageText(usage)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
