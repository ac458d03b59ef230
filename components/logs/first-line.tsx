"use client";
import { Code } from "@/components/ui/code";
import { CodeLines } from "@/components/ui/code-lines";
import { FailedPanel } from "@/components/ui/failed-panel";
import { FirstSteps } from "@/components/ui/first-steps";
import { Note } from "@/components/ui/note";
import { Skeleton } from "@/components/ui/skeleton";
import { Step } from "@/components/ui/step";
import { useOnce } from "@/components/ui/use-once";
import { ProjectConnection } from "@/lib/model/connection";

/** What a newcomer sees: how the first line gets here. */
export function FirstLine({ project }: { project: string }) {
  const connection = useOnce(ProjectConnection, `/api/v1/project/connect?${new URLSearchParams({ project })}`);
  return (
    <main id="content" className="flex flex-1 flex-col px-4 pt-3.5 pb-8">
      <h1 className="pb-3 font-[620] text-xl leading-9 tracking-[-0.02em]">Logs</h1>
      {connection.isError ? (
        <FailedPanel title="The lines for your agent did not load" query={connection} />
      ) : (
        <Teach connection={connection.data ?? null} />
      )}
    </main>
  );
}

function Teach({ connection }: { connection: ProjectConnection | null }) {
  return (
    <FirstSteps
      label="Send the first lines"
      title="See what your agents print"
      lead={
        <>
          Start your agent through <Code>earshot run</Code>. It runs as before; every line of every replica can be
          followed and searched here, from the build to the crash.
        </>
      }
      waitingFor="the first line"
    >
      <ol className="mt-6 flex flex-col gap-7">
        <Step number={1} title="Two lines for the container's environment">
          {connection ? <EnvironmentLines connection={connection} /> : <Skeleton className="h-19 w-full" />}
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
    </FirstSteps>
  );
}

function EnvironmentLines({ connection }: { connection: ProjectConnection }) {
  return (
    <>
      <CodeLines copyLabel="Copy EARSHOT_URL" text={`EARSHOT_URL=${connection.url}`} />
      <CodeLines copyLabel="Copy EARSHOT_KEY" text={`EARSHOT_KEY=${connection.apiKey}:<secret>`} />
      <Note>
        The secret is not shown here: <Code>npm start</Code> prints it, and it lies ready in{" "}
        <Code>.earshot/agent.env</Code>.
      </Note>
    </>
  );
}
