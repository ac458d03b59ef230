"use client";
import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { InfoPopover } from "@/components/ui/info-popover";
import { listAgents } from "@/lib/view/agents";
import { formatClockMs } from "@/lib/view/format";
import { listPeople } from "@/lib/view/people";
import { AboutConsent } from "./about-consent";
import { AboutRun } from "./about-run";
import { AboutSiblings } from "./about-siblings";
import { AboutWorkers } from "./about-workers";
import { EvaluationChip } from "./evaluation-chip";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";

/** Who was in the room, what the judges said and why, what the agents were told, and the room's other sessions. */
export function AboutPopover() {
  return (
    <InfoPopover
      label="About this session"
      trigger={
        <Button variant="ghost" size="icon" aria-label="About this session" title="Participants, evaluations, agents">
          <Info aria-hidden className="size-4" />
        </Button>
      }
    >
      <People />
      <Evaluations />
      <Agents />
      <AboutSiblings />
      <AboutRun />
      <AboutWorkers />
      <AboutConsent />
    </InfoPopover>
  );
}

function Quiet({ children }: { children: ReactNode }) {
  return <p className="text-mute text-sm">{children}</p>;
}

function People() {
  const people = listPeople(useStage().timeline);
  return (
    <>
      <SectionTitle>Participants</SectionTitle>
      {people.length === 0 && <Quiet>The agent named none. Webhooks of livekit-server would tell.</Quiet>}
      <ul className="flex flex-col gap-1.5">
        {people.map((person) => (
          <li key={person.identity}>
            <span className="font-[560]">{person.name}</span>{" "}
            {person.name !== person.role && <span className="text-mute text-xs">{person.role}</span>}
            {person.name !== person.identity && <span className="mono ml-1.5 text-faint">{person.identity}</span>}
            <Quiet>{person.stay}</Quiet>
          </li>
        ))}
      </ul>
    </>
  );
}

function Evaluations() {
  const evaluations = useStage().timeline.evaluations.filter((one) => one.kind !== "tag" || one.reasoning !== null);
  if (evaluations.length === 0) return null;
  return (
    <>
      <SectionTitle>Evaluations</SectionTitle>
      <ul className="flex flex-col gap-2">
        {evaluations.map((evaluation) => (
          <li key={evaluation.id}>
            <EvaluationChip evaluation={{ ...evaluation, reasoning: null }} />
            <Quiet>{evaluation.reasoning ?? "No reason was given."}</Quiet>
          </li>
        ))}
      </ul>
    </>
  );
}

function Agents() {
  const agents = listAgents(useStage().timeline);
  if (agents.length === 0) return null;
  return (
    <>
      <SectionTitle>Agents and their instructions</SectionTitle>
      <ul className="flex flex-col gap-2">
        {agents.map((agent) => (
          <li key={agent.recordId}>
            <span className="font-[560]">{agent.name}</span>{" "}
            <span className="mono text-faint">from {formatClockMs(agent.fromMs)}</span>
            <p className="whitespace-pre-wrap break-words text-mute text-sm">
              {agent.instructions ?? "The agent sent no instructions."}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
