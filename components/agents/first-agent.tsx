import { Code } from "@/components/ui/code";
import { CodeLines } from "@/components/ui/code-lines";
import { FirstSteps } from "@/components/ui/first-steps";
import { Note } from "@/components/ui/note";
import { Step } from "@/components/ui/step";
import { projectPath } from "@/lib/view/paths";

/** What a newcomer sees: how agents get here, by their sessions or by their output. */
export function FirstAgent({ project }: { project: string }) {
  return (
    <FirstSteps
      label="Bring the first agent here"
      title="See what runs"
      lead="An agent stands here as soon as a session, a process or a build names it: nothing has to be set up."
      waitingFor="the first agent"
    >
      <ol className="mt-6 flex flex-col gap-7">
        <Step number={1} title="By its sessions">
          <Note>
            Connect it as <Link href={projectPath(project, "sessions")}>Sessions</Link> says, and talk to it.
          </Note>
        </Step>
        <Step number={2} title="By its processes: one word before the command">
          <CodeLines
            copyLabel="Copy the run command"
            text="earshot run --agent receptionist --deployment v42 -- python agent.py start"
          />
          <Note>
            <Link href={projectPath(project, "logs")}>Logs</Link> says what the environment needs;{" "}
            <Code>earshot help run</Code> says the rest.
          </Note>
        </Step>
        <Step number={3} title="By its builds">
          <CodeLines
            copyLabel="Copy the build command"
            text="docker build --progress=plain . 2>&1 | earshot build-log --agent receptionist --version v42"
          />
        </Step>
      </ol>
    </FirstSteps>
  );
}

function Link({ href, children }: { href: string; children: string }) {
  return (
    <a className="underline underline-offset-2 hover:text-text" href={href}>
      {children}
    </a>
  );
}
