"use client";
import Link from "next/link";
import { formatTimeOfDay } from "@/lib/view/format";
import { sessionPath } from "@/lib/view/paths";
import { agentText, endedText } from "@/lib/view/sessions";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";
import { useSiblings } from "./use-siblings";

/** The other sessions of the same room, as links: the other agents of one conversation, or the calls before it. */
export function AboutSiblings() {
  const { project } = useStage();
  return project === null ? null : <Siblings project={project} />;
}

function Siblings({ project }: { project: string }) {
  const { timeline } = useStage();
  const siblings = useSiblings(project, timeline.session);
  if (!timeline.session.roomId) return null;
  return (
    <>
      <SectionTitle>In the same room</SectionTitle>
      {siblings.isPending && <p className="text-mute text-sm">Looking for other sessions…</p>}
      {siblings.isError && <p className="text-mute text-sm">{siblings.error.message}</p>}
      {siblings.data?.length === 0 && <p className="text-mute text-sm">No other session.</p>}
      <ul className="flex flex-col gap-1">
        {siblings.data?.map((one) => (
          <li key={one.id}>
            <Link href={sessionPath(project, one.id)} className="text-accent underline-offset-2 hover:underline">
              {agentText(one)}, {formatTimeOfDay(one.startedAt)}
            </Link>{" "}
            <span className="text-mute text-sm">{endedText(one).text}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
