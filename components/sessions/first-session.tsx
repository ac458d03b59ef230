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

/** What a newcomer sees: how the first session gets here. */
export function FirstSession({ project }: { project: string }) {
  const connection = useOnce(ProjectConnection, `/api/v1/project/connect?${new URLSearchParams({ project })}`);
  if (connection.isError) return <FailedPanel title="The lines for your agent did not load" query={connection} />;
  return (
    <FirstSteps
      label="Connect an agent"
      title="Connect your first agent"
      lead="Your LiveKit agent stays as it is: the SDK can send what it hears, says and does to this server."
      waitingFor="the first session"
    >
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
    </FirstSteps>
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
