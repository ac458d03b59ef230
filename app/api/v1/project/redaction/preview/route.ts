import { write } from "@/lib/http/write";
import { RedactionPreviewQuestion } from "@/lib/model/privacy";
import { previewText } from "@/lib/policy/text-rules";
import { loadProject } from "@/lib/query/projects";

/** What the project's rules, or those that are being tried, make of a sample. Nothing of it is kept. */
export const POST = write(RedactionPreviewQuestion, async ({ scope }, { text, redaction: tried }) => {
  const { redaction } = await loadProject(scope);
  return previewText(text, {
    ...redaction,
    ...tried,
    builtIn: { ...redaction.builtIn, ...tried?.builtIn },
  });
});
