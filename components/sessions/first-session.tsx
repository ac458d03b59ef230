"use client";
import type { ReactNode } from "react";
import { CodeLines } from "@/components/ui/code-lines";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Step } from "@/components/ui/step";
import { useConnection } from "./use-connection";

/** What a newcomer sees: how the first session gets here. The list takes its place by itself. */
export function FirstSession({ project }: { project: string }) {
  const connection = useConnection(project);
  if (connection.isError) {
    return (
      <Panel>
        <ErrorState
          title="The lines for your agent could not be read"
          detail={connection.error.message}
          onRetry={() => connection.refetch()}
          isRetrying={connection.isFetching}
        />
      </Panel>
    );
  }
  return (
    <Panel label="Connect an agent" className="mx-auto w-full max-w-3xl px-5 py-6 sm:px-8 sm:py-8">
      <h2 className="font-[620] text-xl tracking-[-0.02em]">Connect your first agent</h2>
      <p className="mt-1 max-w-xl text-mute">
        Your LiveKit agent stays as it is: the SDK can send what it hears, says and does to this server.
      </p>
      <ol className="mt-6 flex flex-col gap-7">
        <Step number={1} title="Three lines for the agent's environment">
          {connection.data ? <AgentLines lines={connection.data.agentEnv} /> : <Skeleton className="h-34 w-full" />}
        </Step>
        <Step number={2} title="Recording on, in livekit-server's yaml">
          {connection.data ? (
            <CodeLines copyLabel="Copy the livekit-server lines" text={connection.data.serverYaml.trimEnd()} />
          ) : (
            <Skeleton className="h-12 w-full" />
          )}
          <Note>
            An older livekit-server, or no access to it? <Code>session.start(…, record=True)</Code> in the agent does
            the same.
          </Note>
        </Step>
        <Step number={3} title="Talk to the agent">
          <Note>
            No agent at hand? <Code>npm run demo</Code> plays recorded sessions into this server.
          </Note>
        </Step>
      </ol>
      <p role="status" className="mt-7 flex items-center gap-2.5 border-line border-t pt-5 font-[540]">
        <i aria-hidden className="size-2 animate-breathe rounded-full bg-accent" />
        Waiting for the first session…
      </p>
    </Panel>
  );
}

/** Each line `NAME=value`; the secret's says where to find it. */
function AgentLines({ lines }: { lines: string[] }) {
  return (
    <>
      {lines.map((line) => (
        <CodeLines key={line} copyLabel={`Copy ${line.split("=")[0]}`} text={line} />
      ))}
      <Note>
        The secret is not shown here: <Code>npm start</Code> prints it, and all three lines lie ready in{" "}
        <Code>.earshot/agent.env</Code>. Your livekit-server must know the same pair.
      </Note>
    </>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <p className="text-mute text-sm">{children}</p>;
}

function Code({ children }: { children: ReactNode }) {
  return <code className="mono whitespace-nowrap text-text">{children}</code>;
}
