"use client";
import type { ReactNode } from "react";
import { CodeLines } from "@/components/ui/code-lines";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Step } from "@/components/ui/step";
import { useConnection } from "./use-connection";

/** What a newcomer sees: how the first line gets here. The list takes its place by itself. */
export function FirstLine({ project }: { project: string }) {
  const connection = useConnection(project);
  return (
    <main id="content" className="flex flex-1 flex-col px-4 pt-3.5 pb-8">
      <h1 className="pb-3 font-[620] text-xl leading-9 tracking-[-0.02em]">Logs</h1>
      {connection.isError ? (
        <Panel>
          <ErrorState
            title="The lines for your agent could not be read"
            detail={connection.error.message}
            onRetry={() => connection.refetch()}
            isRetrying={connection.isFetching}
          />
        </Panel>
      ) : (
        <Teach url={connection.data?.url ?? null} apiKey={connection.data?.apiKey ?? null} />
      )}
    </main>
  );
}

function Teach({ url, apiKey }: { url: string | null; apiKey: string | null }) {
  return (
    <Panel label="Send the first lines" className="mx-auto w-full max-w-3xl px-5 py-6 sm:px-8 sm:py-8">
      <h2 className="font-[620] text-xl tracking-[-0.02em]">See what your agents print</h2>
      <p className="mt-1 max-w-xl text-mute">
        Start your agent through <Code>earshot run</Code>. It runs as before; every line of every replica can be
        followed and searched here, from the build to the crash.
      </p>
      <ol className="mt-6 flex flex-col gap-7">
        <Step number={1} title="Two lines for the environment of the container">
          {url && apiKey ? (
            <>
              <CodeLines copyLabel="Copy EARSHOT_URL" text={`EARSHOT_URL=${url}`} />
              <CodeLines copyLabel="Copy EARSHOT_KEY" text={`EARSHOT_KEY=${apiKey}:<secret>`} />
              <Note>
                The secret is not shown here: <Code>npm start</Code> prints it, and it lies ready in{" "}
                <Code>.earshot/agent.env</Code>.
              </Note>
            </>
          ) : (
            <Skeleton className="h-19 w-full" />
          )}
        </Step>
        <Step number={2} title="Before the command">
          <CodeLines copyLabel="Copy the command" text="earshot run --agent receptionist -- python agent.py start" />
          <Note>
            <Code>earshot</Code> is one file without any dependency: <Code>npm run build:sidecar</Code> makes it.
          </Note>
        </Step>
        <Step number={3} title="Or with what you have already">
          <Note>
            <Code>earshot tail</Code> follows files, <Code>earshot pipe</Code> takes standard input. An OpenTelemetry
            Collector, Vector and Fluent Bit can send, too: the folder <Code>docs</Code> has a configuration for each.
          </Note>
        </Step>
      </ol>
      <p role="status" className="mt-7 flex items-center gap-2.5 border-line border-t pt-5 font-[540]">
        <i aria-hidden className="size-2 animate-breathe rounded-full bg-accent" />
        Waiting for the first line…
      </p>
    </Panel>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <p className="text-mute text-sm">{children}</p>;
}

function Code({ children }: { children: ReactNode }) {
  return <code className="mono whitespace-nowrap text-text">{children}</code>;
}
