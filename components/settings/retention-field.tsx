"use client";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import type { Project } from "@/lib/model/projects";
import { formatPlural } from "@/lib/view/format";
import { SettingsSection } from "./settings-section";
import { useProjectChange } from "./use-project";

const DAYS_MAX = 3650;

/** How long sessions are kept. */
export function RetentionField({ slug, project }: { slug: string; project: Project }) {
  const change = useProjectChange(slug);
  const { sessionDays } = project.retention;
  return (
    <SettingsSection
      title="Retention"
      about="Sessions that ended longer ago are deleted with all that belongs to them: recording, transcript, spans, logs, search text. A session that is held stays."
    >
      <Form
        submit="Save"
        className="items-start"
        aside={change.isSuccess && <Saved days={sessionDays} />}
        onSend={async ({ days }) => {
          await change.mutateAsync({ patch: { retention: { sessionDays: wholeDays(days ?? "") } } });
        }}
      >
        <TextField
          key={sessionDays}
          label="Keep session data for (days)"
          name="days"
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={DAYS_MAX}
          step={1}
          defaultValue={sessionDays}
          hint={`1 to ${DAYS_MAX}. Fewer days delete what is older with the next run.`}
          className="w-full max-w-xs"
        />
      </Form>
    </SettingsSection>
  );
}

function Saved({ days }: { days: number }) {
  return (
    <p role="status" className="text-mute">
      Saved: {formatPlural(days, "day")}.
    </p>
  );
}

/** The server says what is wrong with a number; what is none never gets there. */
function wholeDays(typed: string): number {
  const days = Number(typed);
  if (typed.trim() === "" || !Number.isFinite(days))
    throw new Error(`Type a whole number of days from 1 to ${DAYS_MAX}.`);
  return days;
}
