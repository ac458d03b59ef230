"use client";
import type { ReactNode } from "react";
import { CodeLines } from "@/components/ui/code-lines";
import { Panel } from "@/components/ui/panel";

/** What a newcomer sees: how agents get here, by their sessions or by their output. */
export function FirstAgent({ project }: { project: string }) {
  return (
    <Panel label="Bring the first agent here" className="mx-auto w-full max-w-3xl px-5 py-6 sm:px-8 sm:py-8">
      <h2 className="font-[620] text-xl tracking-[-0.02em]">No agents yet</h2>
      <p className="mt-1 max-w-xl text-mute">
        An agent is here as soon as a session, a process or a build names it. What its replicas print, from the build to
        the crash, comes by one word before the command that starts it:
      </p>
      <div className="mt-5 flex flex-col gap-2.5">
        <CodeLines
          copyLabel="Copy the run command"
          text="earshot run --agent receptionist --deployment v42 -- python agent.py start"
        />
        <CodeLines
          copyLabel="Copy the build command"
          text="docker build --progress=plain . 2>&1 | earshot build-log --agent receptionist --version v42"
        />
      </div>
      <p className="mt-4 text-mute text-sm">
        The address and the key for the environment stand in{" "}
        <a className="underline underline-offset-2" href={`/p/${encodeURIComponent(project)}/logs`}>
          Logs
        </a>
        ; <Code>earshot help run</Code> and <Code>earshot help build-log</Code> say the rest.
      </p>
      <p role="status" className="mt-7 flex items-center gap-2.5 border-line border-t pt-5 font-[540]">
        <i aria-hidden className="size-2 animate-breathe rounded-full bg-accent" />
        Waiting for the first agent…
      </p>
    </Panel>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="mono whitespace-nowrap text-text">{children}</code>;
}
