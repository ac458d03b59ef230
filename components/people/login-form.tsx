"use client";
import { Button } from "@/components/ui/button";
import { Form } from "@/components/ui/form";
import { sendJson } from "@/components/ui/send-json";
import { TextField } from "@/components/ui/text-field";
import { GoOn } from "@/lib/model/people";

interface LoginFormProps {
  /** Path to go on to. */
  next: string;
  /** Name of the identity provider; null without one. */
  provider: string | null;
  /** Why the identity provider did not let somebody in. */
  problem: string | null;
}

/** E-mail and password, or the identity provider. */
export function LoginForm({ next, provider, problem }: LoginFormProps) {
  return (
    <>
      <h1 className="mb-5 font-[620] text-xl tracking-[-0.02em]">Log in</h1>
      {problem && (
        <p role="alert" className="mb-4 text-err">
          {problem}
        </p>
      )}
      <Form
        submit="Log in"
        isWide
        onSend={async (fields) => {
          await sendJson(GoOn, "/api/v1/login", { body: fields });
          // A load of its own: nothing of whoever was here before stays in memory.
          window.location.assign(next);
        }}
      >
        <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      </Form>
      {provider && (
        <Button asChild className="mt-3 h-9 w-full justify-center">
          <a href={`/api/v1/login/oidc?${new URLSearchParams({ next })}`}>Log in with {provider}</a>
        </Button>
      )}
      <p className="mt-5 text-mute text-sm">
        Forgotten it? An owner of your project makes you a reset link under Settings, Members.
      </p>
    </>
  );
}
