"use client";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { type BuiltInRule, type Redaction, SenderRedacted } from "@/lib/model/privacy";
import type { Project } from "@/lib/model/projects";
import { CustomRules } from "./custom-rules";
import { RedactionTest } from "./redaction-test";
import { Refusal } from "./refusal";
import { SettingsSection } from "./settings-section";
import { useProjectChange } from "./use-project";

const RULES: { name: BuiltInRule; label: string; about: string }[] = [
  { name: "email", label: "Email addresses", about: "Written, or spoken as “jane at example dot com”: [email]" },
  {
    name: "phone",
    label: "Telephone numbers",
    about: "International, national, or spoken digit by digit; also in names of SIP rooms and participants: [phone]",
  },
  { name: "card", label: "Payment cards", about: "13 to 19 digits with a right check digit: [card]" },
  { name: "iban", label: "Bank accounts (IBAN)", about: "Of the right length and with right check digits: [iban]" },
  { name: "apiKey", label: "API keys and passwords", about: "Keys of known vendors, tokens, private keys: [api key]" },
];

const HANDLINGS = [
  { value: "redact", label: "Redact the text, drop audio" },
  { value: "drop", label: "Do not keep them" },
  { value: "keep", label: "Keep them whole" },
];

/** What is replaced in texts before anything is stored. */
export function RedactionRules({ slug, project }: { slug: string; project: Project }) {
  const change = useProjectChange(slug);
  const { redaction } = project;
  const save = (part: Partial<Redaction>) =>
    change.mutate({
      patch: { redaction: part },
      guess: (before) => ({ ...before, redaction: { ...before.redaction, ...part } }),
    });
  return (
    <SettingsSection
      title="Redaction"
      about="Replaced before anything is stored or shown: in the transcript, in what tools were given and answered, in spans, in logs. What was stored before stays as it is. Rules change text only: a recording still holds what was said."
    >
      {RULES.map(({ name, label, about }) => (
        <Switch
          key={name}
          label={label}
          checked={redaction.builtIn[name]}
          onChange={(isOn) => save({ builtIn: { ...redaction.builtIn, [name]: isOn } })}
        >
          {about}
        </Switch>
      ))}
      <Refusal error={change.error} />
      <CustomRules key={JSON.stringify(redaction.custom)} slug={slug} rules={redaction.custom} />
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-line border-t pt-4">
        <div className="min-w-0 flex-1 basis-72">
          <h3 className="font-[560]">Sessions that ask for redaction</h3>
          <p className="mt-0.5 text-mute text-sm">
            Agents that run with redaction leave words out of spans, and send transcript and audio whole for the server
            to redact.
          </p>
        </div>
        <Select
          label="Transcript and audio of sessions that ask for redaction"
          options={HANDLINGS}
          value={redaction.senderRedacted}
          onChange={(value) => save({ senderRedacted: SenderRedacted.parse(value) })}
        />
      </div>
      <RedactionTest slug={slug} redaction={redaction} />
    </SettingsSection>
  );
}
