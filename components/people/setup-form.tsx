"use client";
import { Form } from "@/components/ui/form";
import { sendJson } from "@/components/ui/send-json";
import { TextField } from "@/components/ui/text-field";
import { GoOn } from "@/lib/model/people";
import { useSecretOfAddress } from "./use-secret-of-address";

/** The first account of the installation. */
export function SetupForm({ needsCode }: { needsCode: boolean }) {
  const code = useSecretOfAddress();
  return (
    <>
      <h1 className="font-[620] text-xl tracking-[-0.02em]">Welcome to Earshot</h1>
      <p className="mt-1 mb-5 text-mute">
        Create the owner account. It sees every project; others join by links that you make.
      </p>
      <Form
        submit="Create owner account"
        isWide
        onSend={async (fields) => {
          await sendJson(GoOn, "/api/v1/setup", { body: fields });
          window.location.assign("/");
        }}
      >
        <TextField label="Name" name="name" autoComplete="name" required maxLength={100} autoFocus />
        <TextField label="Email" name="email" type="email" autoComplete="username" required />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          hint="At least 10 characters. A few words are safer than a few symbols."
        />
        {needsCode && (
          <TextField
            key={code ?? ""}
            label="Set-up code"
            name="code"
            required
            defaultValue={code ?? ""}
            autoComplete="off"
            spellCheck={false}
            hint="npm start has printed it: others can reach this server, so it asks whether it is you."
          />
        )}
      </Form>
    </>
  );
}
