import type { TimelineItem } from "@/lib/model/timeline";
import { prettyPrint } from "@/lib/view/arguments";
import { CodeBlock } from "./code-block";
import { SectionTitle } from "./section-title";

/** What a tool was given and what it answered. */
export function ToolTexts({ tool }: { tool: NonNullable<TimelineItem["tool"]> }) {
  return (
    <>
      <SectionTitle>Arguments</SectionTitle>
      <CodeBlock name="arguments" text={prettyPrint(tool.arguments).text || "none"} />
      <SectionTitle>{tool.isError ? "Error" : "Output"}</SectionTitle>
      <CodeBlock name="output" text={tool.output === null ? "no output came" : prettyPrint(tool.output).text} />
    </>
  );
}
