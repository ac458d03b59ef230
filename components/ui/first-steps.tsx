import type { ReactNode } from "react";
import { Panel } from "./panel";

interface FirstStepsProps {
  /** Names the region. */
  label: string;
  title: string;
  /** What there will be to see here, in one or two sentences. */
  lead: ReactNode;
  /** What is being waited for: "the first session". */
  waitingFor: string;
  children: ReactNode;
}

/** What a newcomer sees where there is nothing yet: how the first of it gets here. The list takes its place by itself. */
export function FirstSteps({ label, title, lead, waitingFor, children }: FirstStepsProps) {
  return (
    <Panel label={label} className="mx-auto w-full max-w-3xl px-5 py-6 sm:px-8 sm:py-8">
      <h2 className="font-[620] text-xl tracking-[-0.02em]">{title}</h2>
      <p className="mt-1 max-w-xl text-mute">{lead}</p>
      {children}
      <p role="status" className="mt-7 flex items-center gap-2.5 border-line border-t pt-5 font-[540]">
        <i aria-hidden className="size-2 animate-breathe rounded-full bg-accent" />
        Waiting for {waitingFor}…
      </p>
    </Panel>
  );
}
