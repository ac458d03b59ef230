"use client";
import { useState } from "react";
import { CheckField } from "@/components/ui/check-field";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";

interface ShareFormProps {
  /** There is a recording, and whoever shares may hear it. */
  mayHear: boolean;
  onShare: (wanted: { days: number; withAudio: boolean; redacted: boolean }) => Promise<void>;
}

/** What a new link shall give, and for how long. */
export function ShareForm({ mayHear, onShare }: ShareFormProps) {
  const [redacted, setRedacted] = useState(false);
  return (
    <Form
      submit="Create link"
      onSend={({ days, withAudio }) =>
        onShare({ days: Number(days), withAudio: withAudio !== undefined && !redacted, redacted })
      }
    >
      <TextField label="Days until it expires" name="days" type="number" min={1} max={365} defaultValue={7} required />
      {mayHear && (
        <CheckField
          name="withAudio"
          label="With the recording"
          hint={redacted ? "A redacted link has no audio." : "Whoever has the link hears the caller's voice."}
          disabled={redacted}
        />
      )}
      <CheckField
        name="redacted"
        label="Redacted"
        hint="Replaces email addresses, phone and card numbers, IBANs, keys and what the project's own rules find. Names stay."
        checked={redacted}
        onChange={(event) => setRedacted(event.currentTarget.checked)}
      />
    </Form>
  );
}
