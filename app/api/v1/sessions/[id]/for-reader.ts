import type { Reader } from "@/lib/model/people";
import { answerRedactor } from "@/lib/policy/answers";
import { loadProject } from "@/lib/query/projects";

/**
 * What must be done to answers of a session before this reader gets them: redacted links have their texts edited, everybody
 * else gets them as they are. Answers of large sessions come as JSON's bytes; edited ones are objects.
 */
export async function editorFor({
  scope,
  share,
}: Pick<Reader, "scope" | "share">): Promise<<Answer>(answer: Answer) => Answer> {
  if (!share?.redacted) return (answer) => answer;
  const { redaction } = await loadProject(scope);
  const redact = answerRedactor(redaction);
  return (answer) => redact(parsed(answer));
}

function parsed<Answer>(answer: Answer): Answer {
  return answer instanceof Uint8Array ? JSON.parse(Buffer.from(answer).toString("utf8")) : answer;
}
