"use client";
import { Switch } from "@/components/ui/switch";
import type { KeptSignal, RecordingSwitch } from "@/lib/model/privacy";
import type { Project } from "@/lib/model/projects";
import { formatDateTime } from "@/lib/view/format";
import { Refusal } from "./refusal";
import { SettingsSection } from "./settings-section";
import { useProjectChange } from "./use-project";

const SIGNALS: { name: KeptSignal; label: string; about: string }[] = [
  {
    name: "audio",
    label: "Audio",
    about: "What both sides said, as sound. Off: the upload's audio is thrown away while it comes in.",
  },
  {
    name: "transcript",
    label: "Transcript",
    about:
      "What both sides said, as text, with what went to models and tools and came back. Off: chat items and these texts are left out, also inside spans; times, tokens and usage stay.",
  },
  {
    name: "traces",
    label: "Traces",
    about: "Spans: what ran when and for how long. Off: none is kept.",
  },
  {
    name: "logs",
    label: "Logs",
    about:
      "What the agent's program logged, in its own words. Off: none is kept; the session's report and evaluations are.",
  },
];

interface RecordingSwitchesProps {
  slug: string;
  project: Project;
}

/** What agents may send: all or nothing, and each signal. */
export function RecordingSwitches({ slug, project }: RecordingSwitchesProps) {
  const change = useProjectChange(slug);
  const turn = (name: RecordingSwitch, isOn: boolean) =>
    change.mutate({
      patch: { recording: { [name]: isOn } },
      guess: (before) => ({ ...before, recording: { ...before.recording, [name]: isOn } }),
    });
  const { recording } = project;
  return (
    <SettingsSection title="Recording">
      <Switch label="Record sessions" isMain checked={recording.enabled} onChange={(isOn) => turn("enabled", isOn)}>
        {recording.enabled
          ? "Agents of this project may send. Turned off, everything they send is refused within five seconds, also of calls that are going on: they go quiet until their next call, and nothing is stored, whatever their own code asks for."
          : "Everything that agents of this project send is refused, and nothing is stored. They go quiet until their next call."}
        <LastTurn project={project} name="enabled" />
      </Switch>
      <Refusal error={change.error} />
      <fieldset className="flex flex-col gap-4 border-line border-t pt-4">
        <legend className="sr-only">Signals</legend>
        {!recording.enabled && <p className="text-mute text-sm">These count again when sessions are recorded.</p>}
        {SIGNALS.map(({ name, label, about }) => (
          <Switch key={name} label={label} checked={recording[name]} onChange={(isOn) => turn(name, isOn)}>
            {about}
            <LastTurn project={project} name={name} />
          </Switch>
        ))}
      </fieldset>
    </SettingsSection>
  );
}

/** Who turned a switch last, and when. */
function LastTurn({ project, name }: { project: Project; name: RecordingSwitch }) {
  const change = project.recordingChanges[name];
  if (!change) return null;
  const word = project.recording[name] ? "on" : "off";
  return (
    <p className="mt-0.5 text-faint">
      Turned {word} by {change.by}, <time dateTime={change.at}>{formatDateTime(change.at)}</time>
    </p>
  );
}
